table = np.array([[1.0, 0, 1], [1, 0, 0], [0, 1, 0], [0, 1, 1]])
capital = analogy(table, ["paris", "france", "germany", "berlin"], "france", "paris", "germany")
