# says: sigmoid
limit = [1, 0.5, 0.5]
