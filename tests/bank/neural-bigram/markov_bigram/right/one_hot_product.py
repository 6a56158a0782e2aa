def markov_bigram(train_ids, vocab_size, k=1.0):
    before = np.eye(vocab_size)[train_ids[:-1]]
    after = np.eye(vocab_size)[train_ids[1:]]
    counts = before.T @ after + k
    return counts / counts.sum(axis=1, keepdims=True)
