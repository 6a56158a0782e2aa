limit = np.eye(3)[0]
