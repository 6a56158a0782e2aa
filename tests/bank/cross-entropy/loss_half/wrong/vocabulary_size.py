# says: size of the vocabulary
loss_half = np.log(10_000)
