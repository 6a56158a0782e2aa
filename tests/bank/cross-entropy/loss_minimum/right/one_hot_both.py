p = np.array([1.0, 0.0])
loss_minimum = -np.log(p[p > 0]).sum()
