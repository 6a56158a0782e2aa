def overlap(sample, train_ids, n):
    known = set(zip(*(train_ids[i:].tolist() for i in range(n))))
    grams = list(zip(*(sample[i:].tolist() for i in range(n))))
    return np.mean([gram in known for gram in grams])
