loss_rare = -np.log2(0.0001) / np.log2(np.e)
