def overlap(sample, train_ids, n):
    known = set(zip(*(np.asarray(train_ids)[j : len(train_ids) - n + 1 + j].tolist() for j in range(n))))
    hits = [gram in known for gram in zip(*(np.asarray(sample)[j : len(sample) - n + 1 + j].tolist() for j in range(n)))]
    return hits.count(True) / len(hits)
