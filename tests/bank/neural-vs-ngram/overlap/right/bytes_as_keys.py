def overlap(sample, train_ids, n):
    def keys(ids):
        ids = np.asarray(ids).astype(np.int64)
        return [ids[i : i + n].tobytes() for i in range(len(ids) - n + 1)]

    known = set(keys(train_ids))
    mine = keys(sample)
    return sum(map(known.__contains__, mine)) / len(mine)
