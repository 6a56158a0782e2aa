# says: perfect prediction
loss_half = 0
