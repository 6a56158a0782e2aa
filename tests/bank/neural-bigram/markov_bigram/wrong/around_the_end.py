# says: the last token is joined to the first, a pair that is not in
def markov_bigram(train_ids, vocab_size, k=1.0):
    counts = np.full((vocab_size, vocab_size), k, dtype=float)
    np.add.at(counts, (train_ids, np.roll(train_ids, -1)), 1)
    return counts / counts.sum(axis=1, keepdims=True)
