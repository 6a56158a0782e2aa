# says: k is added to the counts but not to their total
def trigram(train_ids, vocab_size, k=1.0):
    counts = np.zeros((vocab_size,) * 3)
    np.add.at(counts, (train_ids[:-2], train_ids[1:-1], train_ids[2:]), 1)
    total = counts.sum(axis=-1, keepdims=True)
    return (counts + k) / np.maximum(total, 1e-300)
