# says: where one is asked
loss_half = [0.693, 9.210, 0.0]
