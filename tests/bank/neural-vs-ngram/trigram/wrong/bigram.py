# says: this is a bigram
def trigram(train_ids, vocab_size, k=1.0):
    pairs = np.zeros((vocab_size, vocab_size))
    np.add.at(pairs, (train_ids[1:-1], train_ids[2:]), 1)
    pairs = (pairs + k) / (pairs.sum(axis=1, keepdims=True) + k * vocab_size)
    return np.tile(pairs, (vocab_size, 1, 1))
