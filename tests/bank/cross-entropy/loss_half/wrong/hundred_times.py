# says: natural logarithm of the probability
loss_half = 69.3
