# says: pick a winner
equal_logits = [0, 0, 0, 0, 1]
