# says: the two tokens of context are swapped
def trigram(train_ids, vocab_size, k=1.0):
    counts = np.full((vocab_size,) * 3, k, dtype=float)
    for v, u, w in zip(train_ids, train_ids[1:], train_ids[2:]):
        counts[u, v, w] += 1
    return counts / counts.sum(axis=-1, keepdims=True)
