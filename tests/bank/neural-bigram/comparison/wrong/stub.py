# says: is None
table = {"Bigram Markov": None, "Neural Bigram": None, "Neural Trigram": None}
