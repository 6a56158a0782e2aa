$name = -np.sum(source * np.log(source))
