# says: one cosine for each
one_hot_cosines = 0.577
