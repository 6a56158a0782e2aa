# says: the contexts are one token too short
def coverage(train_ids, test_ids, n):
    m = max(n - 1, 1)
    known = {tuple(train_ids[i : i + m].tolist()) for i in range(len(train_ids) - m + 1)}
    runs = [tuple(test_ids[i : i + m].tolist()) for i in range(len(test_ids) - m + 1)]
    return sum(run in known for run in runs) / len(runs)
