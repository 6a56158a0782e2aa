# says: between two words
loss_minimum = 0.5
