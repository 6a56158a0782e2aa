# says: finds it inside 11 2
def coverage(train_ids, test_ids, n):
    text = "".join(f"{i} " for i in train_ids)
    runs = ["".join(f"{i} " for i in test_ids[k : k + n]) for k in range(len(test_ids) - n + 1)]
    return sum(run in text for run in runs) / len(runs)
