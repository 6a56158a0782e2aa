# says: too coarsely
loss_half = 0.69
