# says: not text
capital = ["Berlin"]
