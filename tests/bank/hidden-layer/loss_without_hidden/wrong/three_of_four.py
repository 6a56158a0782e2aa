# says: three of the four
loss_without_hidden = -0.75 * np.log(0.75) - 0.25 * np.log(0.25)
