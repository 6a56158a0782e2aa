p = np.full(10_000, 0.5 / 9_999)
p[7] = 0.5
target = np.zeros(10_000)
target[7] = 1
loss_half = -(target * np.log(p)).sum()
