# says: The probabilities of the Markov table are wrong
def markov_bigram(train_ids, vocab_size, k=1.0):
    counts = np.zeros((vocab_size, vocab_size))
    np.add.at(counts, (train_ids[:-1], train_ids[1:]), 1)
    counts[counts == 0] = k
    return counts / counts.sum(axis=1, keepdims=True)
