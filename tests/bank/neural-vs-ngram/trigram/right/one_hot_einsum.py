def trigram(train_ids, vocab_size, k=1.0):
    o = np.eye(vocab_size)[train_ids]
    counts = np.einsum('ta,tb,tc->abc', o[:-2], o[1:-1], o[2:]) + k
    return counts / counts.sum(axis=-1, keepdims=True)
