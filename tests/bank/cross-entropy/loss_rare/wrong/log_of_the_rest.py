# says: 1 - p
loss_rare = -np.log(1 - 0.0001)
