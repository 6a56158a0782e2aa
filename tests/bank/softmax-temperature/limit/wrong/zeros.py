# says: sum
limit = np.zeros(3)
