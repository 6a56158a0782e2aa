def markov_bigram(train_ids, vocab_size, k=1.0):
    counts = np.zeros((vocab_size, vocab_size))
    eye = np.eye(vocab_size)
    for start in range(0, len(train_ids) - 1, 10_000):
        before = train_ids[start : min(start + 10_000, len(train_ids) - 1)]
        after = train_ids[start + 1 : start + 1 + len(before)]
        counts += eye[before].T @ eye[after]
    counts += k
    return counts / counts.sum(1)[:, None]
