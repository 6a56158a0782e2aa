# says: is None
table = {"Bigram Markov": None, "Neural Bigram": None, "Neural Trigram": None}
table["Bigram Markov"] = perplexity(markov, test_ids)
table["Neural Bigram"] = perplexity(model.probabilities(np.arange(len(vocabulary))), test_ids)
