# says: tokens are counted, not pairs
def markov_bigram(train_ids, vocab_size, k=1.0):
    counts = np.bincount(train_ids, minlength=vocab_size) + k
    return np.tile(counts / counts.sum(), (vocab_size, 1))
