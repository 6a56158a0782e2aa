def trigram(train_ids, vocab_size, k=1.0):
    edges = [np.arange(vocab_size + 1) - 0.5] * 3
    points = np.stack([train_ids[:-2], train_ids[1:-1], train_ids[2:]], axis=1)
    counts, _ = np.histogramdd(points, bins=edges)
    counts = counts + k
    return counts / counts.sum(axis=-1, keepdims=True)
