# says: between two words
loss_minimum = np.log(2)
