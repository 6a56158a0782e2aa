# says: added
loss_without_hidden = 4 * np.log(2)
