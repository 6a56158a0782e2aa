# says: king alone
one_hot_cosines = [1, 0, 0, 0, 0]
