# says: 'limit' is not defined
limits = [1, 0, 0]
