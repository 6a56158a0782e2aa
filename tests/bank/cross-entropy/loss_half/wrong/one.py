# says: bits
loss_half = 1
