# says: base 10
loss_rare = 4
