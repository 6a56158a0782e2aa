# says: set
equal_logits = {0.2, 0.3}
