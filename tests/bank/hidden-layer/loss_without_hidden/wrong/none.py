# says: None
loss_without_hidden = None
