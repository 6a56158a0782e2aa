# says: The probabilities of the trigram are wrong
def trigram(train_ids, vocab_size, k=1.0):
    counts = np.zeros((vocab_size,) * 3)
    np.add.at(counts, (train_ids[:-2], train_ids[1:-1], train_ids[2:]), 1)
    counts[counts == 0] = k
    return counts / counts.sum(axis=-1, keepdims=True)
