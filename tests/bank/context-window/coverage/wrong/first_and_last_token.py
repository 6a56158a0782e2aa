# says: Likely:
def coverage(train_ids, test_ids, n):
    known = {(train_ids[i], train_ids[i + n - 1]) for i in range(len(train_ids) - n + 1)}
    return np.mean([(test_ids[i], test_ids[i + n - 1]) in known for i in range(len(test_ids) - n + 1)])
