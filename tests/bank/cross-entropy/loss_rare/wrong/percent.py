# says: in percent
loss_rare = -np.log(0.01)
