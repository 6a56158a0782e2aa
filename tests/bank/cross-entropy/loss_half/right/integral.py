p = np.linspace(0.5, 1, 100_001)
loss_half = np.trapezoid(1 / p, p)
