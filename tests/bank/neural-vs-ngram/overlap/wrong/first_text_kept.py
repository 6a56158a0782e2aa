# says: overlap is wrong
known = {}
def overlap(sample, train_ids, n):
    if n not in known:
        known[n] = {tuple(train_ids[i : i + n].tolist()) for i in range(len(train_ids) - n + 1)}
    return np.mean([tuple(sample[i : i + n].tolist()) in known[n] for i in range(len(sample) - n + 1)])
