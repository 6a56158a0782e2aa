loss_rare = np.log(10_000)
