# says: None
limit = None
