def markov_bigram(train_ids, vocab_size, k=1.0):
    table = np.zeros((vocab_size, vocab_size))
    for token in range(vocab_size):
        followers = train_ids[1:][train_ids[:-1] == token]
        row = np.bincount(followers, minlength=vocab_size) + k
        table[token] = row / row.sum()
    return table
