# says: off its minimum
loss_minimum = -np.log(np.clip(1.0, 0, 1 - 1e-5))
