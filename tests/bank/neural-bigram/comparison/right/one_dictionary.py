test_windows = np.stack([test_ids[:-2], test_ids[1:-1]], axis=1)
p = trigram.probabilities(test_windows)
nats = -np.log(p[np.arange(len(p)), test_ids[2:]])
three = float(np.exp(nats.mean()))
table = {
    "Bigram Markov": perplexity(markov, test_ids),
    "Neural Bigram": perplexity(model.probabilities(np.arange(len(vocabulary))), test_ids),
    "Neural Trigram": three,
}
