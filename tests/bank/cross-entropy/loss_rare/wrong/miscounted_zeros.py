# says: zeros
loss_rare = -np.log(0.001)
