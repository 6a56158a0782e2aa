# says: True and False
loss_minimum = False
