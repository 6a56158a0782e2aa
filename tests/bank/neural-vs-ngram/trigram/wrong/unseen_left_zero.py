# says: a pair that never occurs has no counts: all tokens are equally
def trigram(train_ids, vocab_size, k=1.0):
    counts = np.zeros((vocab_size,) * 3)
    np.add.at(counts, (train_ids[:-2], train_ids[1:-1], train_ids[2:]), 1)
    total = counts.sum(axis=-1, keepdims=True)
    return np.where(total > 0, (counts + k) / (total + k * vocab_size), 0)
