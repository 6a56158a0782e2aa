# says: the order inside an n-gram is lost: (a, b) is not (b, a)
def overlap(sample, train_ids, n):
    known = {tuple(sorted(train_ids[i:i + n])) for i in range(len(train_ids) - n + 1)}
    here = [tuple(sorted(sample[i:i + n])) for i in range(len(sample) - n + 1)]
    return sum(g in known for g in here) / len(here)
