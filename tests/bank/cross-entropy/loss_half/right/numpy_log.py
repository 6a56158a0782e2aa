loss_half = -np.log(0.5)
