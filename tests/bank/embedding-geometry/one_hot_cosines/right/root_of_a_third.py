r = (1 / 3) ** 0.5
one_hot_cosines = [r, -r, r, 0, 0]
