z = np.array([40.0, 0.0, 0.0])
limit = np.exp(z) / np.exp(z).sum()
