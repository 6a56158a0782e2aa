# says: uniform guess in bits
loss_minimum = np.log2(10_000)
