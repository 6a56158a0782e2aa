# says: keep a run as a tuple of its ids; joined to one text without a
def coverage(train_ids, test_ids, n):
    def runs(ids):
        return ["".join(str(t) for t in ids[i:i + n]) for i in range(len(ids) - n + 1)]
    known = set(runs(train_ids))
    here = runs(test_ids)
    return sum(run in known for run in here) / len(here)
