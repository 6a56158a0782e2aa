# says: 1 is added whatever k is
def markov_bigram(train_ids, vocab_size, k=1.0):
    counts = np.ones((vocab_size, vocab_size))
    np.add.at(counts, (train_ids[:-1], train_ids[1:]), 1)
    return counts / counts.sum(axis=1, keepdims=True)
