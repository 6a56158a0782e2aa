# says: probability 0
loss_rare = np.inf
