# says: mixed up
loss_half = -np.log(0.0001)
