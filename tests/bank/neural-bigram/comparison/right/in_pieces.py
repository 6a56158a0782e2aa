table = {"Bigram Markov": None, "Neural Bigram": None, "Neural Trigram": None}
table["Bigram Markov"] = perplexity(markov, test_ids)
table["Neural Bigram"] = perplexity(model.probabilities(np.arange(len(vocabulary))), test_ids)
total = 0.0
for start in range(0, len(test_ids) - 2, 5000):
    piece = test_ids[start : start + 5002]
    p = trigram.probabilities(np.column_stack([piece[:-2], piece[1:-1]]))
    total -= np.log(p[np.arange(len(p)), piece[2:]]).sum()
table["Neural Trigram"] = float(np.exp(total / (len(test_ids) - 2)))
