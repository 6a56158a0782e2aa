# says: zeros
loss_rare = -np.log(0.00001)
