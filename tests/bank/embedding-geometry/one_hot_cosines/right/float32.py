one_hot_cosines = np.array([1, -1, 1, 0, 0], dtype=np.float32) / np.float32(3) ** 0.5
