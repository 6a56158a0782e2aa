def coverage(train_ids, test_ids, n):
    def runs(ids):
        ids = list(map(int, ids))
        return zip(*(ids[shift:] for shift in range(n)))

    known = frozenset(runs(train_ids))
    return float(np.mean([run in known for run in runs(test_ids)]))
