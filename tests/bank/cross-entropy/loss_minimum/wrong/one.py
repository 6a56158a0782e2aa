# says: probability of a perfect prediction
loss_minimum = 1
