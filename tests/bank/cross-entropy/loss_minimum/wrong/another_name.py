# says: 'loss_minimum' is not defined
loss_min = 0
