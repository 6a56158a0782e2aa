# says: it is the perplexity on the training text
table = {"Bigram Markov": None, "Neural Bigram": None, "Neural Trigram": None}
table["Bigram Markov"] = perplexity(markov, train_ids)
table["Neural Bigram"] = perplexity(model.probabilities(np.arange(len(vocabulary))), train_ids)
test_windows = np.stack([train_ids[:-2], train_ids[1:-1]], axis=1)
p = trigram.probabilities(test_windows)
nats = -np.log(p[np.arange(len(p)), train_ids[2:]])
table["Neural Trigram"] = float(np.exp(nats.mean()))
