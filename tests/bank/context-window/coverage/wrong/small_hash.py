# says: the ids of a run are mixed into one small number
def coverage(train_ids, test_ids, n):
    def hashes(ids):
        h = np.zeros(len(ids) - n + 1, dtype=np.int64)
        for i in range(n):
            h = (h * 31 + ids[i : len(ids) - n + 1 + i]) % 997
        return h

    return float(np.isin(hashes(test_ids), hashes(train_ids)).mean())
