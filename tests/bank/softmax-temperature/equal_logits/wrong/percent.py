# says: percent
equal_logits = [20, 20, 20, 20, 20]
