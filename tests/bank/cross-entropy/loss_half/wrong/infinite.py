# says: probability 0
loss_half = np.inf
