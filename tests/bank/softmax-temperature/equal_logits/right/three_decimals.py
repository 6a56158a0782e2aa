equal_logits = [0.333, 0.333, 0.333]
