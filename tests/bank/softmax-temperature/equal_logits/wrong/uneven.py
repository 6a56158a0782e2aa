# says: no token can get more
equal_logits = [0.5, 0.3, 0.2]
