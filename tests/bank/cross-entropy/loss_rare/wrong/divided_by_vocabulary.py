# says: multiplied by the probability
loss_rare = -np.log(0.0001) / 10_000
