# says: None
loss_half = None
