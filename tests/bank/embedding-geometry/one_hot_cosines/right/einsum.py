x = np.array([1.0, -1, 1, 0, 0])
one_hot_cosines = np.einsum('ij,j->i', np.eye(5), x) / np.sqrt(np.einsum('i,i', x, x))
