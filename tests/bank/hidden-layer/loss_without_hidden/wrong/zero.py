# says: hidden layer reaches
loss_without_hidden = 0
