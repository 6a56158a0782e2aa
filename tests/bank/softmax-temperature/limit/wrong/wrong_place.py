# says: the first one
limit = [0, 0, 1]
