# says: bits
loss_half = np.log2(0.5)
