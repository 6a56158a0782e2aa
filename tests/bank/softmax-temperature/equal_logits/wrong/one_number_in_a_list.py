# says: two tokens
equal_logits = [0.2]
