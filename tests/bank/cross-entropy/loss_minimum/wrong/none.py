# says: None
loss_minimum = None
