# says: called first
loss_rare = lambda: -np.log(0.0001)
