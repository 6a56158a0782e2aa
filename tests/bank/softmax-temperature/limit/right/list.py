limit = [1, 0, 0]
