small = np.exp(-10)
one_large_logit = [1 - 2 * small, small, small]
