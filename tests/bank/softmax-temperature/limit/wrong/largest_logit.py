# says: sum
limit = [10, 0, 0]
