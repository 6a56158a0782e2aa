# says: the ids of a run are mixed into one small number
def coverage(train_ids, test_ids, n):
    def hashes(ids):
        return [sum(int(t) * 263**i for i, t in enumerate(ids[j : j + n])) % 4099 for j in range(len(ids) - n + 1)]

    known = set(hashes(train_ids))
    return float(np.mean([h in known for h in hashes(test_ids)]))
