# says: The probabilities of the trigram are wrong
def trigram(train_ids, vocab_size, k=1.0):
    counts = np.full((vocab_size,) * 2, k, dtype=float)
    np.add.at(counts, (train_ids[:-1], train_ids[1:]), 1)
    table = counts / counts.sum(axis=-1, keepdims=True)
    return np.repeat(table[None], vocab_size, axis=0)
