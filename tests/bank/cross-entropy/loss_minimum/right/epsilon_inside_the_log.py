loss_minimum = -np.log(1 + 1e-12)
