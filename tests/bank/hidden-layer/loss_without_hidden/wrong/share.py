# says: three of four is a share
loss_without_hidden = 0.75
