def markov_bigram(train_ids, vocab_size, k=1.0):
    pairs = train_ids[:-1] * vocab_size + train_ids[1:]
    counts = np.bincount(pairs, minlength=vocab_size**2).reshape(vocab_size, vocab_size) + k
    return counts / counts.sum(axis=1, keepdims=True)
