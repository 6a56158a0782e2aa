# says: in percent
loss_half = -np.log(50)
