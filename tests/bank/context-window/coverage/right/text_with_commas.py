def coverage(train_ids, test_ids, n):
    def runs(ids):
        return [",".join(str(int(i)) for i in ids[k : k + n]) for k in range(len(ids) - n + 1)]

    known = frozenset(runs(train_ids))
    return float(np.mean([run in known for run in runs(test_ids)]))
