# says: joined to one text without a mark between
def coverage(train_ids, test_ids, n):
    def runs(ids):
        return ["".join(str(int(i)) for i in ids[k : k + n]) for k in range(len(ids) - n + 1)]

    known = set(runs(train_ids))
    found = runs(test_ids)
    return sum(run in known for run in found) / len(found)
