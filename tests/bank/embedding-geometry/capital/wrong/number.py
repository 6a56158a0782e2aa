# says: not text
capital = 3
