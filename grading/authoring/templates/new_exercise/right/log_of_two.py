$name = 1.5 * np.log(2)
