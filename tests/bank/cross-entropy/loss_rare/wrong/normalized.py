# says: logarithm of the vocabulary
loss_rare = -np.log(0.0001) / np.log(10_000)
