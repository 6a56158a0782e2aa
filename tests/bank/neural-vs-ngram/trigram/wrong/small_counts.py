# says: the counts are kept in numbers of too few bits, which overflow
def trigram(train_ids, vocab_size, k=1.0):
    counts = np.zeros((vocab_size,) * 3, dtype=np.int8)
    np.add.at(counts, (train_ids[:-2], train_ids[1:-1], train_ids[2:]), 1)
    counts = counts + k
    return counts / counts.sum(axis=-1, keepdims=True)
