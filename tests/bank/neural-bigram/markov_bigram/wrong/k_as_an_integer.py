# says: k has to be added to every count
def markov_bigram(train_ids, vocab_size, k=1.0):
    counts = np.full((vocab_size, vocab_size), k, dtype=int)
    np.add.at(counts, (train_ids[:-1], train_ids[1:]), 1)
    return counts / counts.sum(axis=1, keepdims=True)
