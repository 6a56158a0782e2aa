# says: these are distances
one_hot_cosines = np.linalg.norm(np.array([1, -1, 1, 0, 0]) - np.eye(5), axis=1)
