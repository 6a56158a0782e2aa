loss_minimum = -np.log(np.clip(1.0, 1e-12, 1 - 1e-12))
