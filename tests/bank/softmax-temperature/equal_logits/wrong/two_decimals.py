# says: too coarsely
equal_logits = [0.33, 0.33, 0.33]
