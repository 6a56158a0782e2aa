equal_logits = np.full(10_000, 0.0001)
