loss_rare = 4 * np.log(10)
