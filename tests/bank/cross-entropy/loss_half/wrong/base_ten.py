# says: base 10
loss_half = -np.log10(0.5)
