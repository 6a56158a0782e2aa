def overlap(sample, train_ids, n):
    train_ids, sample = train_ids.astype(np.int64), sample.astype(np.int64)
    known = {train_ids[i : i + n].tobytes() for i in range(len(train_ids) - n + 1)}
    hits = [sample[i : i + n].tobytes() in known for i in range(len(sample) - n + 1)]
    return sum(hits) / len(hits)
