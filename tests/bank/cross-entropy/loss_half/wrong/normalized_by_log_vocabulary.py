# says: logarithm of the vocabulary
loss_half = -np.log(0.5) / np.log(10_000)
