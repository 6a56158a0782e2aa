# says: base of the exponential is 2
z = np.array([10.0, 0.0, 0.0])
one_large_logit = 2**z / (2**z).sum()
