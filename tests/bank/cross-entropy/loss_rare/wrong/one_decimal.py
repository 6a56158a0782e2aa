# says: too coarsely
loss_rare = 9.2
