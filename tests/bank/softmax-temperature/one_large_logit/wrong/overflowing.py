# says: nan
z = np.array([1000.0, 0.0, 0.0])
one_large_logit = np.exp(z) / np.exp(z).sum()
