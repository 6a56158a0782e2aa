loss_minimum = -np.log2(1)  # in any base
