z = np.full(6, 3.0)
equal_logits = np.exp(z) / np.exp(z).sum()
