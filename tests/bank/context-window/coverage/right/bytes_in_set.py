def coverage(train_ids, test_ids, n):
    def runs(ids):
        ids = np.ascontiguousarray(ids, dtype=np.int64)
        return [ids[i : i + n].tobytes() for i in range(len(ids) - n + 1)]

    known = set(runs(train_ids))
    found = [run in known for run in runs(test_ids)]
    return sum(found) / len(found)
