# says: natural logarithm of the probability
loss_rare = -np.log(0.0001) + 1
