def trigram(train_ids, vocab_size, k=1.0):
    table = np.zeros((vocab_size,) * 3)
    pairs = train_ids[:-2] * vocab_size + train_ids[1:-1]
    for pair in range(vocab_size**2):
        row = np.bincount(train_ids[2:][pairs == pair], minlength=vocab_size) + k
        table[divmod(pair, vocab_size)] = row / row.sum()
    return table
