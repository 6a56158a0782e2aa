p = np.full(10_000, 0.5 / 9_999)
p[0] = 0.5
loss_half = -np.log(p[0])
