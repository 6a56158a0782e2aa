# says: one cosine for each
one_hot_cosines = [0.577, -0.577, 0.577, 0]
