# says: given words
capital = "Germany"
