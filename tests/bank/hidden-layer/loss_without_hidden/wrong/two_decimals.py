# says: too coarsely
loss_without_hidden = 0.69
