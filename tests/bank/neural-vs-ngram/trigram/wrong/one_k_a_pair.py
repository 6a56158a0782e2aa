# says: k is shared out among the tokens after a pair
def trigram(train_ids, vocab_size, k=1.0):
    counts = np.full((vocab_size,) * 3, k / vocab_size)
    np.add.at(counts, (train_ids[:-2], train_ids[1:-1], train_ids[2:]), 1)
    return counts / counts.sum(axis=-1, keepdims=True)
