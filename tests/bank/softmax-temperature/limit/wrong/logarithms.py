# says: logarithms
limit = [0, -np.inf, -np.inf]
