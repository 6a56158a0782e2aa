# says: losses of the correct word and of the other words
loss_half = -(np.log(0.5) + np.log(1 - 0.5))
