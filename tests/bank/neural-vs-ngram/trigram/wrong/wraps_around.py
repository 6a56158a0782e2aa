# says: the end of the text is joined
def trigram(train_ids, vocab_size, k=1.0):
    counts = np.zeros((vocab_size,) * 3)
    np.add.at(counts, (train_ids, np.roll(train_ids, -1), np.roll(train_ids, -2)), 1)
    counts = counts + k
    return counts / counts.sum(axis=-1, keepdims=True)
