# says: not text
capital = None
