x = np.array([1.0, -1, 1, 0, 0])
x /= np.linalg.norm(x)
one_hot_cosines = x
