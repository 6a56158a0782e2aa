# says: the pairs are two apart
def markov_bigram(train_ids, vocab_size, k=1.0):
    counts = np.zeros((vocab_size, vocab_size))
    np.add.at(counts, (train_ids[:-2], train_ids[2:]), 1)
    counts = counts + k
    return counts / counts.sum(axis=1, keepdims=True)
