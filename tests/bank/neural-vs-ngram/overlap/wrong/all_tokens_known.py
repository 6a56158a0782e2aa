# says: an n-gram counts if its tokens occur anywhere
def overlap(sample, train_ids, n):
    known = set(int(i) for i in train_ids)
    hits = [all(int(t) in known for t in sample[i : i + n]) for i in range(len(sample) - n + 1)]
    return sum(hits) / len(hits)
