loss_minimum = np.array(0.0)
