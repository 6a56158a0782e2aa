# says: text in quotation marks
equal_logits = "uniform"
