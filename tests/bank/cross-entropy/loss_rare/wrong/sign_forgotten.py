# says: sign
loss_rare = np.log(0.0001)
