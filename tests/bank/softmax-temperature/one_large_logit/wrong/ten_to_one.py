# says: 10 to 1
one_large_logit = np.array([10, 1, 1]) / 12
