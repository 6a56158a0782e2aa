def overlap(sample, train_ids, n):
    from collections import Counter
    known = {tuple(train_ids[i : i + n].tolist()) for i in range(len(train_ids) - n + 1)}
    grams = [tuple(sample[i : i + n].tolist()) for i in range(len(sample) - n + 1)]
    counts = Counter(grams)
    return sum(c for gram, c in counts.items() if gram in known) / sum(counts.values())
