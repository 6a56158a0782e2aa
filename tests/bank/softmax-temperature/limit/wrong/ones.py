# says: sum
limit = np.ones(3)
