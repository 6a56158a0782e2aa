# says: multiplied by the vocabulary
loss_rare = -np.log(np.full(10_000, 0.0001)).sum()
