# says: 1 minus the cosine
one_hot_cosines = 1 - np.array([1, -1, 1, 0, 0]) / np.sqrt(3)
