loss_minimum = np.float32(0)
