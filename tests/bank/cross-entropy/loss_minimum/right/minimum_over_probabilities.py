p = np.linspace(0.0001, 1, 10_000)
loss_minimum = (-np.log(p)).min()
