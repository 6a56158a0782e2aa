loss_minimum = np.zeros(1, dtype=int)
