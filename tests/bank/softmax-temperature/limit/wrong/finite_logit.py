# says: finite logit
z = np.array([10.0, 0.0, 0.0])
limit = np.exp(z) / np.exp(z).sum()
