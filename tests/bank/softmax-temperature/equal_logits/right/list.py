equal_logits = [0.2, 0.2, 0.2, 0.2, 0.2]
