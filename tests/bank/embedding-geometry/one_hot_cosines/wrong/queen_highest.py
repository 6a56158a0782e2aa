# says: larger cosine than the others
one_hot_cosines = [0.5, -0.5, 0.5, 0.9, 0]
