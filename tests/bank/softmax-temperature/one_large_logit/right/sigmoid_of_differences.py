small = 1 / (1 + np.exp(10) + 1)
one_large_logit = np.r_[np.exp(10) * small, small, small]
