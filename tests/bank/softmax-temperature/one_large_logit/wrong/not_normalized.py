# says: sum
one_large_logit = np.exp([10, 0, 0])
