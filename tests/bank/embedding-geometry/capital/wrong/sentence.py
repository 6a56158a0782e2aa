# says: one word is asked
capital = "It is Berlin"
