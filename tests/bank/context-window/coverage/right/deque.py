def coverage(train_ids, test_ids, n):
    from collections import deque
    def contexts(ids):
        window = deque(maxlen=n)
        for token in ids.tolist():
            window.append(token)
            if len(window) == n:
                yield tuple(window)
    known = set(contexts(train_ids))
    hits = total = 0
    for context in contexts(test_ids):
        total += 1
        if context in known:
            hits += 1
    return hits / total
