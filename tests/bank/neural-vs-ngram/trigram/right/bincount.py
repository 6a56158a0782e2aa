def trigram(train_ids, vocab_size, k=1.0):
    triples = (train_ids[:-2] * vocab_size + train_ids[1:-1]) * vocab_size + train_ids[2:]
    counts = np.bincount(triples, minlength=vocab_size**3).reshape((vocab_size,) * 3) + k
    return counts / counts.sum(axis=-1, keepdims=True)
