def trigram(train_ids, vocab_size, k=1.0):
    counts = np.zeros((vocab_size,) * 3)
    t = np.stack([train_ids[:-2], train_ids[1:-1], train_ids[2:]])
    kinds, n = np.unique(t, axis=1, return_counts=True)
    counts[tuple(kinds)] = n
    counts = counts + k
    return counts / counts.sum(axis=-1, keepdims=True)
