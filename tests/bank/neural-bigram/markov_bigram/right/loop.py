def markov_bigram(train_ids, vocab_size, k=1.0):
    counts = np.zeros((vocab_size, vocab_size))
    for before, after in zip(train_ids[:-1], train_ids[1:]):
        counts[before, after] += 1
    return (counts + k) / (counts.sum(axis=1, keepdims=True) + k * vocab_size)
