# says: nan
loss_without_hidden = np.nan
