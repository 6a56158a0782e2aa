# says: surprise
loss_rare = 0.0001
