from collections import Counter


def markov_bigram(train_ids, vocab_size, k=1.0):
    pairs = Counter(zip(train_ids[:-1].tolist(), train_ids[1:].tolist()))
    table = []
    for v in range(vocab_size):
        row = [pairs[v, w] + k for w in range(vocab_size)]
        total = sum(row)
        table.append([c / total for c in row])
    return np.array(table)
