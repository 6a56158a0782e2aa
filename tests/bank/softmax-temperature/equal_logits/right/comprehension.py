equal_logits = [1 / 8 for _ in range(8)]
