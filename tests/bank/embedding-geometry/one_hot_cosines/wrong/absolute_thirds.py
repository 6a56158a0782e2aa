# says: a third
one_hot_cosines = [1 / 3, 1 / 3, 1 / 3, 0, 0]
