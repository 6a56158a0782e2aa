# says: keep a run as a tuple of its ids; a text that is searched for 1
def overlap(sample, train_ids, n):
    known = " ".join(map(str, train_ids))
    here = [" ".join(map(str, sample[i:i + n])) for i in range(len(sample) - n + 1)]
    return sum(g in known for g in here) / len(here)
