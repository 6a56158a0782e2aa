# says: uniform guess
loss_minimum = 1 / 10_000
