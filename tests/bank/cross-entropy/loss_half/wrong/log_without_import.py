# says: 'loss_half' is not defined
loss_half = -log(0.5)
