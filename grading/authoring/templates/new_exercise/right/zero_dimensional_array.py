$name = np.array(-np.sum(source * np.log(source)))
