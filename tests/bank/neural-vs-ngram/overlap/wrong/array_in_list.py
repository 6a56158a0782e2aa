# says: raised
def overlap(sample, train_ids, n):
    known = [train_ids[i : i + n] for i in range(len(train_ids) - n + 1)]
    hits = {sample[i : i + n] in known for i in range(len(sample) - n + 1)}
    return sum(hits) / len(hits)
