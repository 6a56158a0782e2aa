def markov_bigram(train_ids, vocab_size, k=1.0):
    counts = np.zeros((vocab_size, vocab_size))
    pairs, n = np.unique(np.stack([train_ids[:-1], train_ids[1:]]), axis=1, return_counts=True)
    counts[pairs[0], pairs[1]] = n
    counts = counts + k
    return counts / counts.sum(axis=1, keepdims=True)
