loss_without_hidden = np.log(2)
