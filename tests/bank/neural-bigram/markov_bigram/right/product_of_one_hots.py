def markov_bigram(train_ids, vocab_size, k=1.0):
    one_hot = np.eye(vocab_size)[train_ids]  # (n, vocab)
    counts = one_hot[:-1].T @ one_hot[1:] + k
    return counts / counts.sum(axis=1)[:, None]
