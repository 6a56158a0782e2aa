loss_half = np.array(-np.log(0.5))
