$name = -np.sum(source * np.log2(source)) * np.log(2)
