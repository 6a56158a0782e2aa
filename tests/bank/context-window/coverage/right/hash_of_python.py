def coverage(train_ids, test_ids, n):
    known = {hash(tuple(train_ids[i : i + n].tolist())) for i in range(len(train_ids) - n + 1)}
    runs = [hash(tuple(test_ids[i : i + n].tolist())) for i in range(len(test_ids) - n + 1)]
    return sum(run in known for run in runs) / len(runs)
