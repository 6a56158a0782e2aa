$name = [float(-np.sum(source * np.log(source)))]
