# says: squared error
loss_rare = (1 - 0.0001) ** 2
