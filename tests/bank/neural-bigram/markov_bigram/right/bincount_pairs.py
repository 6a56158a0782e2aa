def markov_bigram(train_ids, vocab_size, k=1.0):
    pairs = np.asarray(train_ids[:-1], dtype=np.int64) * vocab_size + train_ids[1:]
    counts = np.bincount(pairs, minlength=vocab_size**2).reshape(vocab_size, vocab_size)
    return (counts + k) / (counts.sum(axis=1, keepdims=True) + k * vocab_size)
