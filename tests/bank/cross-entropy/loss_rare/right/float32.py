loss_rare = -np.log(np.float32(1e-4))
