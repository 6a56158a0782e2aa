# says: mixed up
loss_rare = -np.log(0.5)
