# says: the ids of a run are mixed into one small number
def overlap(sample_ids, train_ids, n):
    def hashes(ids):
        return [sum(int(t) * 31**i for i, t in enumerate(ids[j : j + n])) % 997 for j in range(len(ids) - n + 1)]

    known = set(hashes(train_ids))
    return float(np.mean([h in known for h in hashes(sample_ids)]))
