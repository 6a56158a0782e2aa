equal_logits = (0.25, 0.25, 0.25, 0.25)
