# says: Likely:
def coverage(train_ids, test_ids, n):
    known = {int(train_ids[i : i + n].sum()) for i in range(len(train_ids) - n + 1)}
    return np.mean([int(test_ids[i : i + n].sum()) in known for i in range(len(test_ids) - n + 1)])
