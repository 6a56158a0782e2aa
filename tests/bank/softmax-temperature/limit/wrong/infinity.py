# says: infinity
limit = [np.inf, 0, 0]
