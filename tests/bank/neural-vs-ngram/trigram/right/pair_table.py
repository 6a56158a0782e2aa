def trigram(train_ids, vocab_size, k=1.0):
    pairs = train_ids[:-2] * vocab_size + train_ids[1:-1]
    counts = np.full((vocab_size**2, vocab_size), float(k))
    np.add.at(counts, (pairs, train_ids[2:]), 1)
    counts /= counts.sum(axis=1, keepdims=True)
    return counts.reshape((vocab_size,) * 3)
