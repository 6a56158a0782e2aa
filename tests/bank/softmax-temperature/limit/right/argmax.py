limit = np.zeros(3)
limit[np.argmax([10, 0, 0])] = 1
