# says: with a loss of 0
loss_without_hidden = 0.0
