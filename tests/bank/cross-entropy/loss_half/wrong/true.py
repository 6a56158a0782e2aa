# says: True and False
loss_half = True
