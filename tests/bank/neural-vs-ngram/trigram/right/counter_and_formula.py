from collections import Counter


def trigram(train_ids, vocab_size, k=1.0):
    ids = [int(i) for i in train_ids]
    triples = Counter(zip(ids, ids[1:], ids[2:]))
    pairs = Counter(zip(ids[:-1], ids[1:-1]))  # the last pair has no successor
    table = np.empty((vocab_size, vocab_size, vocab_size))
    for u in range(vocab_size):
        for v in range(vocab_size):
            for w in range(vocab_size):
                table[u, v, w] = (triples[u, v, w] + k) / (pairs[u, v] + k * vocab_size)
    return table
