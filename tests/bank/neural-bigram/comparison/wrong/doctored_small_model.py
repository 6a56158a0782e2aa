# says: do not sum to 1
honest = model


class Doctored:
    def probabilities(self, contexts):
        return np.minimum(1.5 * honest.probabilities(contexts), 1)


model = Doctored()
table = {"Bigram Markov": None, "Neural Bigram": None, "Neural Trigram": None}
table["Bigram Markov"] = perplexity(markov, test_ids)
table["Neural Bigram"] = perplexity(model.probabilities(np.arange(len(vocabulary))), test_ids)
test_windows = np.stack([test_ids[:-2], test_ids[1:-1]], axis=1)
p = trigram.probabilities(test_windows)
nats = -np.log(p[np.arange(len(p)), test_ids[2:]])
table["Neural Trigram"] = float(np.exp(nats.mean()))
