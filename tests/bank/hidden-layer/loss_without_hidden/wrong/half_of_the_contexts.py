# says: half of the contexts
loss_without_hidden = np.log(2) / 2
