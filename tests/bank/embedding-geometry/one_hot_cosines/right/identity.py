E = np.eye(5)
x = E[0] - E[1] + E[2]
one_hot_cosines = E @ x / np.linalg.norm(x)
