# says: belongs to another model
table = {"Bigram Markov": None, "Neural Bigram": None, "Neural Trigram": None}
table["Neural Bigram"] = perplexity(markov, test_ids)
table["Bigram Markov"] = perplexity(model.probabilities(np.arange(len(vocabulary))), test_ids)
test_windows = np.stack([test_ids[:-2], test_ids[1:-1]], axis=1)
p = trigram.probabilities(test_windows)
nats = -np.log(p[np.arange(len(p)), test_ids[2:]])
table["Neural Trigram"] = float(np.exp(nats.mean()))
