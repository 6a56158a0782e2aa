def trigram(train_ids, vocab_size, k=1.0):
    counts = np.zeros((vocab_size,) * 3)
    for a, b, c in zip(train_ids, train_ids[1:], train_ids[2:]):
        counts[a, b, c] += 1
    return (counts + k) / (counts.sum(axis=2, keepdims=True) + k * vocab_size)
