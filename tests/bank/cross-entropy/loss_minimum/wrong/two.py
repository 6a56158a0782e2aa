# says: formula
loss_minimum = 2.0
