# says: counts the contexts
loss_without_hidden = np.log(4)
