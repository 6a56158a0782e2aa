# says: base of the exponential is 10
z = np.array([10.0, 0.0, 0.0])
one_large_logit = 10**z / (10**z).sum()
