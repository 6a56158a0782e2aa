p = np.full(10_000, 0.0001)
loss_rare = -np.eye(10_000)[3] @ np.log(p)
