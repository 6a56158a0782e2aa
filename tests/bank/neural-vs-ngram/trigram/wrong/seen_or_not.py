# says: `counts[a, b, c] += 1` on arrays counts a repeated triple only
def trigram(train_ids, vocab_size, k=1.0):
    counts = np.full((vocab_size,) * 3, float(k))
    counts[train_ids[:-2], train_ids[1:-1], train_ids[2:]] += 1
    return counts / counts.sum(axis=-1, keepdims=True)
