# says: not text
capital = np.array([0.1, 0.2])
