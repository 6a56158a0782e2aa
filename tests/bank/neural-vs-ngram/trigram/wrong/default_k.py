# says: 1 is added whatever k is
def trigram(train_ids, vocab_size, k=1.0):
    counts = np.ones((vocab_size,) * 3)
    for u, v, w in zip(train_ids, train_ids[1:], train_ids[2:]):
        counts[u, v, w] += 1
    return counts / counts.sum(axis=-1, keepdims=True)
