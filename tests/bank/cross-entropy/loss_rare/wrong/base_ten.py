# says: base 10
loss_rare = -np.log10(0.0001)
