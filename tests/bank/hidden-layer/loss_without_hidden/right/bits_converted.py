loss_without_hidden = 1.0 * np.log(2)
