# says: called first
loss_without_hidden = lambda: np.log(2)
