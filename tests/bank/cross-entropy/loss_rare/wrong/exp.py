# says: exp(-p)
loss_rare = np.exp(-0.0001)
