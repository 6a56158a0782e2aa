z = np.array([10.0, 0.0, 0.0])
e = np.exp(z - z.max())
one_large_logit = e / e.sum()
