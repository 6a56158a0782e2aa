p = np.full(32, 0.0001)
loss_rare = -np.log(p).mean()
