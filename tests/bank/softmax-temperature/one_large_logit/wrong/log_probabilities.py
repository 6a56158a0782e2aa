# says: negative
z = np.array([10.0, 0.0, 0.0])
one_large_logit = z - np.log(np.exp(z).sum())
