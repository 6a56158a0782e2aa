# says: it is the perplexity on the whole text
table = {"Bigram Markov": None, "Neural Bigram": None, "Neural Trigram": None}
table["Bigram Markov"] = perplexity(markov, ids)
table["Neural Bigram"] = perplexity(model.probabilities(np.arange(len(vocabulary))), ids)
test_windows = np.stack([ids[:-2], ids[1:-1]], axis=1)
p = trigram.probabilities(test_windows)
nats = -np.log(p[np.arange(len(p)), ids[2:]])
table["Neural Trigram"] = float(np.exp(nats.mean()))
