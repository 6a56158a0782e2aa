# says: squared error
loss_half = (1 - 0.5) ** 2 / 2
