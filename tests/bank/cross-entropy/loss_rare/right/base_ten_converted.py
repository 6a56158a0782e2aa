loss_rare = -np.log10(0.0001) * np.log(10)
