small = 1 / (np.e**10 + 2)
one_large_logit = np.array([1 - 2 * small, small, small])
