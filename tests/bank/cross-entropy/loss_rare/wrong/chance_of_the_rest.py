# says: being wrong
loss_rare = 1 - 0.0001
