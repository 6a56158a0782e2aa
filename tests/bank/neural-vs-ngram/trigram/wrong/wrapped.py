# says: the end of the text is joined to its beginning
def trigram(train_ids, vocab_size, k=1.0):
    counts = np.full((vocab_size,) * 3, float(k))
    np.add.at(counts, (train_ids, np.roll(train_ids, -1), np.roll(train_ids, -2)), 1)
    return counts / counts.sum(axis=-1, keepdims=True)
