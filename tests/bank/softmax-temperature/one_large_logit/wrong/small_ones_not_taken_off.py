# says: from the large one twice
small = np.exp(-10) / (1 + 2 * np.exp(-10))
one_large_logit = [1 - small, small, small]
