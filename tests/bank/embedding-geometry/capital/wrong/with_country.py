# says: one word is asked
capital = "Berlin, Germany"
