def coverage(train_ids, test_ids, n):
    def contexts(ids):
        for i in range(len(ids) - n + 1):
            yield tuple(int(x) for x in ids[i : i + n])
    known = frozenset(contexts(train_ids))
    hits = [context in known for context in contexts(test_ids)]
    return hits.count(True) / len(hits)
