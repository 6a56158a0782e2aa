# says: a pair that never occurs has no counts
def trigram(train_ids, vocab_size, k=1.0):
    counts = np.zeros((vocab_size,) * 3)
    np.add.at(counts, (train_ids[:-2], train_ids[1:-1], train_ids[2:]), 1)
    seen = counts.sum(axis=2, keepdims=True)
    return np.where(seen > 0, (counts + k) / (seen + k * vocab_size), 0.0)
