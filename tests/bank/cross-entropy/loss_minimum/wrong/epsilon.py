# says: off its minimum
loss_minimum = 5e-4
