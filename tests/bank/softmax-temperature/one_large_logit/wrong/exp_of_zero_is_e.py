# says: e^0 is 1, not e
one_large_logit = np.array([np.exp(10), np.e, np.e]) / (np.exp(10) + 2 * np.e)
