# says: where one is asked
loss_minimum = np.zeros(10_000)
