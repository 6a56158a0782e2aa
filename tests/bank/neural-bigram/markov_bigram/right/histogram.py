def markov_bigram(train_ids, vocab_size, k=1.0):
    edges = np.arange(vocab_size + 1) - 0.5
    counts, _, _ = np.histogram2d(train_ids[:-1], train_ids[1:], bins=(edges, edges))
    smoothed = counts + k
    return np.divide(smoothed.T, smoothed.sum(axis=1)).T
