$name = -np.sum(source * np.log(source), dtype=np.float32)
