def overlap(sample, train_ids, n):
    known = {tuple(train_ids[i : i + n].tolist()) for i in range(len(train_ids) - n + 1)}
    hits = total = 0
    for i in range(len(sample) - n + 1):
        total += 1
        if tuple(sample[i : i + n].tolist()) in known:
            hits += 1
    return hits / total
