$name = np.average(-np.log(source), weights=source)
