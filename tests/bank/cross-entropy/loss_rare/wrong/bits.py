# says: bits
loss_rare = -np.log2(0.0001)
