# says: king is in the sum
one_hot_cosines = np.zeros(5)
