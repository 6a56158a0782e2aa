def markov_bigram(train_ids, vocab_size, k=1.0):
    counts = [[float(k)] * vocab_size for _ in range(vocab_size)]
    for i in range(len(train_ids) - 1):
        counts[train_ids[i]][train_ids[i + 1]] += 1
    return [[c / sum(row) for c in row] for row in counts]
