# says: one of four
loss_without_hidden = 0.25
