# says: too coarsely
one_hot_cosines = [0.58, -0.58, 0.58, 0, 0]
