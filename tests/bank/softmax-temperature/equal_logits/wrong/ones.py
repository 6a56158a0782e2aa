# says: sum
equal_logits = [1, 1, 1, 1, 1]
