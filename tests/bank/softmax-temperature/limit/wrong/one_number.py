# says: one row
limit = 1.0
