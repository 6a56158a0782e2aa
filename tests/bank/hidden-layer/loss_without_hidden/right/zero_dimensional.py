loss_without_hidden = np.array(np.log(2))
