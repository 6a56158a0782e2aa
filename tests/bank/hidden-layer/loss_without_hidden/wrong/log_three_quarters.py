# says: three of the four
loss_without_hidden = -np.log(0.75)
