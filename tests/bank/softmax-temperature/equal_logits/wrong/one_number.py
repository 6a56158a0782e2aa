# says: one row
equal_logits = 1 / 5
