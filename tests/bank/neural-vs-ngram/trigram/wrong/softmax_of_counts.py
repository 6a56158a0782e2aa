# says: it should be (count of the triple + k)
def trigram(train_ids, vocab_size, k=1.0):
    counts = np.zeros((vocab_size,) * 3)
    np.add.at(counts, (train_ids[:-2], train_ids[1:-1], train_ids[2:]), 1)
    counts = counts + k
    e = np.exp(counts - counts.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
