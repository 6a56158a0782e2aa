def trigram(train_ids, vocab_size, k=1.0):
    from collections import Counter
    t = train_ids.tolist()
    found = Counter(zip(t, t[1:], t[2:]))
    counts = np.zeros((vocab_size,) * 3)
    for triple, n in found.items():
        counts[triple] = n
    counts = counts + k
    return counts / counts.sum(axis=-1, keepdims=True)
