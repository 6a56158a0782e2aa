# says: empty
capital = " "
