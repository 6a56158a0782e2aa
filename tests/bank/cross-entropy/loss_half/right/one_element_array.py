loss_half = -np.log(np.array([0.5]))
