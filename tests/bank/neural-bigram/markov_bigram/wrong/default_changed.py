# says: the default of the signature is k = 1
def markov_bigram(train_ids, vocab_size, k=0.1):
    counts = np.full((vocab_size, vocab_size), k, dtype=float)
    np.add.at(counts, (train_ids[:-1], train_ids[1:]), 1)
    return counts / counts.sum(axis=1, keepdims=True)
