# says: exp(-p)
loss_half = np.exp(-0.5)
