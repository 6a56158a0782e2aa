def trigram(train_ids, vocab_size, k=1.0):
    V = range(vocab_size)
    c = [[[float(k) for _ in V] for _ in V] for _ in V]
    for i in range(2, len(train_ids)):
        c[train_ids[i - 2]][train_ids[i - 1]][train_ids[i]] += 1
    return [[[x / sum(row) for x in row] for row in table] for table in c]
