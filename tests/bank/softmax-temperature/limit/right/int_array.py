limit = np.array([1, 0, 0])
