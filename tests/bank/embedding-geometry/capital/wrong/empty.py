# says: empty
capital = ""
