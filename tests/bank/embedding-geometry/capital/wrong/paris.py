# says: given words
capital = "Paris"
