# says: sigmoid
one_large_logit = 1 / (1 + np.exp(-np.array([10.0, 0.0, 0.0])))
