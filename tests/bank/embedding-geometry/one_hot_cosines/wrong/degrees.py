# says: angles in degrees
one_hot_cosines = np.degrees(np.arccos(np.array([1, -1, 1, 0, 0]) / np.sqrt(3)))
