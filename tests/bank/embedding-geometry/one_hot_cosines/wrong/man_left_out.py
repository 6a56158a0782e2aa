# says: man is left out
one_hot_cosines = np.array([1, 0, 1, 0, 0]) / np.sqrt(2)
