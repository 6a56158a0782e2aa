# says: other end
limit = np.ones(3) / 3
