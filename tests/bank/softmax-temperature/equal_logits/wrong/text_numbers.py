# says: text in quotation marks
equal_logits = ["0.2", "0.2", "0.2", "0.2", "0.2"]
