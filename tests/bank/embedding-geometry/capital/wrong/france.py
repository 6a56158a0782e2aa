# says: given words
capital = "France"
