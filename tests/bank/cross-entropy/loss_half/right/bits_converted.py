loss_half = -np.log2(0.5) * np.log(2)
