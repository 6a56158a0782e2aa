def trigram(train_ids, vocab_size, k=1.0):
    three = np.zeros((vocab_size, vocab_size, vocab_size))
    two = np.zeros((vocab_size, vocab_size))
    u = v = None
    for w in train_ids:
        if u is not None:
            three[u, v, w] += 1
            two[u, v] += 1
        u, v = v, w
    return (three + k) / (two + k * vocab_size)[:, :, None]
