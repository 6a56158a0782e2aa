# says: not negative
loss_without_hidden = -3
