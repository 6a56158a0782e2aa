# says: an n-gram is a set of tokens
def overlap(sample, train_ids, n):
    known = {frozenset(train_ids[i : i + n].tolist()) for i in range(len(train_ids) - n + 1)}
    hits = [frozenset(sample[i : i + n].tolist()) in known for i in range(len(sample) - n + 1)]
    return sum(hits) / len(hits)
