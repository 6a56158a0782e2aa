# says: probability
loss_without_hidden = 0.5
