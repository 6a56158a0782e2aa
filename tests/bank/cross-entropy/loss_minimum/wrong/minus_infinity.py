# says: finite
loss_minimum = -np.inf
