loss_without_hidden = -np.log(0.5)
