loss_half = np.log(2)
