# says: squared distances
one_hot_cosines = ((np.array([1, -1, 1, 0, 0]) - np.eye(5)) ** 2).sum(axis=1)
