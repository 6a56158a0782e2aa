# says: should be (count of the pair + k)
def markov_bigram(train_ids, vocab_size, k=1.0):
    counts = np.zeros((vocab_size, vocab_size))
    np.add.at(counts, (train_ids[:-1], train_ids[1:]), 1)
    counts = counts + k
    e = np.exp(counts - counts.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
