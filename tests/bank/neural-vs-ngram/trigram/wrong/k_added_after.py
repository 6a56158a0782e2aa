# says: The probabilities of the trigram are wrong
def trigram(train_ids, vocab_size, k=1.0):
    counts = np.zeros((vocab_size,) * 3)
    np.add.at(counts, (train_ids[:-2], train_ids[1:-1], train_ids[2:]), 1)
    total = counts.sum(axis=-1, keepdims=True)
    p = np.where(total > 0, counts / np.maximum(total, 1), 0) + k
    return p / p.sum(axis=-1, keepdims=True)
