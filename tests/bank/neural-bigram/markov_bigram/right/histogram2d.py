def markov_bigram(train_ids, vocab_size, k=1.0):
    edges = np.arange(vocab_size + 1) - 0.5
    counts, _, _ = np.histogram2d(train_ids[:-1], train_ids[1:], bins=edges)
    counts = counts + k
    return counts / counts.sum(axis=1, keepdims=True)
