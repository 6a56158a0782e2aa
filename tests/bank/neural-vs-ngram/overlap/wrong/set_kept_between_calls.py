# says: what an earlier call collected is still there
known = {}
def overlap(sample, train_ids, n):
    grams = known.setdefault(n, set())
    grams |= {tuple(train_ids[i : i + n].tolist()) for i in range(len(train_ids) - n + 1)}
    return np.mean([tuple(sample[i : i + n].tolist()) in grams for i in range(len(sample) - n + 1)])
