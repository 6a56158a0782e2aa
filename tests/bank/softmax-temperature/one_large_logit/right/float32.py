z = np.array([10, 0, 0], dtype=np.float32)
one_large_logit = np.exp(z) / np.exp(z).sum()
