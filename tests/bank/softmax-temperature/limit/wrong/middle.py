# says: the first one
limit = [0, 1, 0]
