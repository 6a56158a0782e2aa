# says: finite
loss_minimum = -np.log(0.0)
