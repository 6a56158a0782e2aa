# says: nan
z = np.array([np.inf, 0.0, 0.0])
limit = np.exp(z) / np.exp(z).sum()
