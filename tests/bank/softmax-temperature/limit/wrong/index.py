# says: one row
limit = 0
