table = {"Bigram Markov": None, "Neural Bigram": None, "Neural Trigram": None}
table["Bigram Markov"] = perplexity(markov, test_ids)
table["Neural Bigram"] = perplexity(model.probabilities(np.arange(len(vocabulary))), test_ids)
w = np.lib.stride_tricks.sliding_window_view(test_ids, 3)
p = trigram.probabilities(w[:, :2])
table["Neural Trigram"] = np.exp(-np.mean(np.log(np.take_along_axis(p, w[:, 2:], axis=1))))
