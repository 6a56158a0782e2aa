equal_logits = np.full(9, 1 / 9, dtype=np.float32)
