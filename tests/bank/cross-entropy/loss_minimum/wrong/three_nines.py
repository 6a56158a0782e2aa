# says: not perfect yet
loss_minimum = -np.log(0.999)
