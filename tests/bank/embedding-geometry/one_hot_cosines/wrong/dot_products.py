# says: dot products
one_hot_cosines = [1, -1, 1, 0, 0]
