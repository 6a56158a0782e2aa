# says: percent
limit = [100, 0, 0]
