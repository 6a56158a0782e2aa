# says: overlap is wrong
def overlap(sample, train_ids, n):
    m = min(len(sample), len(train_ids)) - n + 1
    hits = [np.array_equal(sample[i : i + n], train_ids[i : i + n]) for i in range(m)]
    return sum(hits) / (len(sample) - n + 1)
