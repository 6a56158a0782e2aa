# says: from -1 to 1
one_hot_cosines = [5, 5, 5, 5, 5]
