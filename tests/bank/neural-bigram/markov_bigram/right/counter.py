def markov_bigram(train_ids, vocab_size, k=1.0):
    from collections import Counter
    found = Counter(zip(train_ids[:-1].tolist(), train_ids[1:].tolist()))
    counts = [[found[i, j] + k for j in range(vocab_size)] for i in range(vocab_size)]
    return np.array([[c / sum(row) for c in row] for row in counts])
