# says: divided by the vocabulary size
loss_half = -np.log(0.5) / 10_000
