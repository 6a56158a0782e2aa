# says: nan
loss_minimum = 0 * np.log(0.0)
