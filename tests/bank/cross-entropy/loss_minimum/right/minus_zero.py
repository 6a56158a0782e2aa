loss_minimum = -np.log(1.0)
