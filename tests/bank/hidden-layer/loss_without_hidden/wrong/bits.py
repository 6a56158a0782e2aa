# says: bits
loss_without_hidden = 1.0
