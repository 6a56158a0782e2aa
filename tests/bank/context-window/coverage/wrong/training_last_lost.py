# says: the last context of the training text is lost
def coverage(train_ids, test_ids, n):
    known = {tuple(train_ids[i : i + n].tolist()) for i in range(len(train_ids) - n)}
    runs = [tuple(test_ids[i : i + n].tolist()) for i in range(len(test_ids) - n + 1)]
    return sum(run in known for run in runs) / len(runs)
