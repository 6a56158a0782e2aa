# says: 0.5 is the probability
loss_half = 0.5
