# says: rounded away
z = np.array([10.0, 0.0, 0.0])
one_large_logit = np.round(np.exp(z) / np.exp(z).sum(), 3)
