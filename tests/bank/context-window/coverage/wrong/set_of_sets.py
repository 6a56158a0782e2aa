# says: a context is a set of tokens
def coverage(train_ids, test_ids, n):
    def runs(ids):
        return [frozenset(ids[i : i + n].tolist()) for i in range(len(ids) - n + 1)]

    known = set(runs(train_ids))
    return np.mean([run in known for run in runs(test_ids)])
