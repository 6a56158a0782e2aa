# says: the default of the signature is k = 1
def markov_bigram(train_ids, vocab_size, k=0.5):
    counts = np.zeros((vocab_size, vocab_size))
    np.add.at(counts, (train_ids[:-1], train_ids[1:]), 1)
    counts = counts + k
    return counts / counts.sum(axis=1, keepdims=True)
