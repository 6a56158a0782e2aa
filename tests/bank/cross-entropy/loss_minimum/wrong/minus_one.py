# says: cannot be negative
loss_minimum = -1
