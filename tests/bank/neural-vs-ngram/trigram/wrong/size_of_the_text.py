# says: The table with the default k has shape
def trigram(train_ids, vocab_size, k=1.0):
    size = train_ids.max() + 1
    counts = np.full((size,) * 3, k, dtype=float)
    np.add.at(counts, (train_ids[:-2], train_ids[1:-1], train_ids[2:]), 1)
    return counts / counts.sum(axis=-1, keepdims=True)
