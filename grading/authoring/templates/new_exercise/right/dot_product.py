$name = -source @ np.log(source)
