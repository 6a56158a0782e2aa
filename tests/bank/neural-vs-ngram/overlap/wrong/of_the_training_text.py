# says: sample and training text are swapped: it asks how much of the
def overlap(sample, train_ids, n):
    known = {tuple(sample[i:i + n]) for i in range(len(sample) - n + 1)}
    here = [tuple(train_ids[i:i + n]) for i in range(len(train_ids) - n + 1)]
    return sum(g in known for g in here) / len(here)
