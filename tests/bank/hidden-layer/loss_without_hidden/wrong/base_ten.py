# says: base 10
loss_without_hidden = np.log10(2)
