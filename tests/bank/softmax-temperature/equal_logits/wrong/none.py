# says: None
equal_logits = None
