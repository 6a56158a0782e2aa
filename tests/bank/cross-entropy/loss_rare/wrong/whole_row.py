# says: where one is asked
loss_rare = -np.log(np.full(10_000, 0.0001))
