# says: 'loss_rare' is not defined
loss_b = -np.log(0.0001)
