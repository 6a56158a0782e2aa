def markov_bigram(train_ids, vocab_size, k=1.0):
    one_hot = np.eye(vocab_size)[train_ids]
    counts = np.einsum('ti,tj->ij', one_hot[:-1], one_hot[1:]) + k
    return counts / counts.sum(axis=1, keepdims=True)
