# says: could not convert
loss_minimum = "zero"
