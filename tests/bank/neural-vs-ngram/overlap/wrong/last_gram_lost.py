# says: the last n-gram of the training text is lost
def overlap(sample, train_ids, n):
    known = set()
    for i in range(len(train_ids) - n):
        known.add(tuple(train_ids[i:i + n]))
    here = [tuple(sample[i:i + n]) for i in range(len(sample) - n + 1)]
    return sum(g in known for g in here) / len(here)
