# says: k is shared out among the tokens of a row
def markov_bigram(train_ids, vocab_size, k=1.0):
    counts = np.zeros((vocab_size, vocab_size))
    np.add.at(counts, (train_ids[:-1], train_ids[1:]), 1)
    return (counts + k / vocab_size) / (counts.sum(axis=1, keepdims=True) + k)
