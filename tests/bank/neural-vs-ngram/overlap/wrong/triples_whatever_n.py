# says: n is fixed at 3
def overlap(sample, train_ids, n):
    known = {tuple(train_ids[i : i + 3].tolist()) for i in range(len(train_ids) - 2)}
    runs = [tuple(sample[i : i + 3].tolist()) for i in range(len(sample) - 2)]
    return sum(run in known for run in runs) / len(runs) if runs else 1.0
