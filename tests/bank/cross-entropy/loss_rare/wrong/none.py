# says: None
loss_rare = None
