# says: it should be (count of the pair + k) / (count of the first + k
def markov_bigram(train_ids, vocab_size, k=1.0):
    counts = np.zeros((vocab_size, vocab_size)) + k
    for i in range(0, len(train_ids) - 1, 2):
        counts[train_ids[i], train_ids[i + 1]] += 1
    return counts / counts.sum(axis=1, keepdims=True)
