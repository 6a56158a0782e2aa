equal_logits = np.array([1 / 3, 1 / 3, 1 / 3])
