limit = np.concatenate([[1.0], np.zeros(2)])
