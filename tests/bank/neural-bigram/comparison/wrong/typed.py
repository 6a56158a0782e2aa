# says: the number was typed
table = {"Bigram Markov": None, "Neural Bigram": None, "Neural Trigram": None}
table["Bigram Markov"], table["Neural Bigram"], table["Neural Trigram"] = 12.5, 11.5, 9.0
