# says: 'loss_half' is not defined
loss = -np.log(0.5)
