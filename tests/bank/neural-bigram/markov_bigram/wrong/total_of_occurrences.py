# says: the total counts occurrences of a token
def markov_bigram(train_ids, vocab_size, k=1.0):
    counts = np.zeros((vocab_size, vocab_size))
    np.add.at(counts, (train_ids[:-1], train_ids[1:]), 1)
    total = np.bincount(train_ids, minlength=vocab_size)[:, None]
    return (counts + k) / (total + k * vocab_size)
