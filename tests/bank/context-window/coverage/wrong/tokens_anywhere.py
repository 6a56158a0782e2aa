# says: stand together and in order
def coverage(train_ids, test_ids, n):
    known = set(train_ids.tolist())
    runs = [tuple(test_ids[i : i + n].tolist()) for i in range(len(test_ids) - n + 1)]
    return sum(set(run) <= known for run in runs) / len(runs)
