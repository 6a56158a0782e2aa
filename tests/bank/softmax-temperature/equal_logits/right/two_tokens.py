equal_logits = np.array([0.5, 0.5])
