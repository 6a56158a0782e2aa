# says: keep a run as a tuple of its ids
def overlap(sample, train_ids, n):
    known = {''.join(map(str, train_ids[i : i + n])) for i in range(len(train_ids) - n + 1)}
    return np.mean([''.join(map(str, sample[i : i + n])) in known for i in range(len(sample) - n + 1)])
