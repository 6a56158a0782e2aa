def coverage(train_ids, test_ids, n):
    from collections import Counter
    known = {tuple(train_ids[i : i + n].tolist()) for i in range(len(train_ids) - n + 1)}
    runs = [tuple(test_ids[i : i + n].tolist()) for i in range(len(test_ids) - n + 1)]
    counts = Counter(runs)
    return sum(c for run, c in counts.items() if run in known) / sum(counts.values())
