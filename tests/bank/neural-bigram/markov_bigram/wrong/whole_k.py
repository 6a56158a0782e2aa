# says: nothing is smoothed: k has to be added to every count
def markov_bigram(train_ids, vocab_size, k=1.0):
    counts = np.full((vocab_size, vocab_size), k, dtype=int)
    for v, w in zip(train_ids, train_ids[1:]):
        counts[v, w] += 1
    return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
