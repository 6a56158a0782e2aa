# says: finds it inside 11 2
def overlap(sample, train_ids, n):
    text = "".join(f"{i} " for i in train_ids)
    runs = ["".join(f"{i} " for i in sample[k : k + n]) for k in range(len(sample) - n + 1)]
    return sum(run in text for run in runs) / len(runs)
