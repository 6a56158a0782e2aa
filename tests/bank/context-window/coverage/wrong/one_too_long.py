# says: one token too long
def coverage(train_ids, test_ids, n):
    n = n + 1
    known = {tuple(train_ids[i : i + n].tolist()) for i in range(len(train_ids) - n + 1)}
    runs = [tuple(test_ids[i : i + n].tolist()) for i in range(len(test_ids) - n + 1)]
    return sum(run in known for run in runs) / max(len(runs), 1)
