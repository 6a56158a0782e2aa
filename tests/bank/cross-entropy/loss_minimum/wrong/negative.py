# says: never negative
loss_minimum = -9.21
