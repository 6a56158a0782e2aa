loss_half = -np.log(np.float32(0.5))
