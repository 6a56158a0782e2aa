# says: finite
loss_without_hidden = np.inf
