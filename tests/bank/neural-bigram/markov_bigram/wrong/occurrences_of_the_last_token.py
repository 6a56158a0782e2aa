# says: the total counts occurrences of a token
def markov_bigram(ids, vocab_size, k=1.0):
    counts = np.zeros((vocab_size, vocab_size))
    np.add.at(counts, (ids[:-1], ids[1:]), 1)
    occurrences = np.bincount(ids, minlength=vocab_size)[:, None]
    return (counts + k) / (occurrences + k * vocab_size)
