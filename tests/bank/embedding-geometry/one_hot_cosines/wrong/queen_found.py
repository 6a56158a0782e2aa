# says: queen
one_hot_cosines = [0, 0, 0, 1, 0]
