# says: summed over contexts
loss_without_hidden = 8 * np.log(2)
