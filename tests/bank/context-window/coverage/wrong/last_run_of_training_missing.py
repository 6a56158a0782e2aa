# says: the last context of the training text is lost
def coverage(train_ids, test_ids, n):
    known = {tuple(train_ids[i : i + n]) for i in range(len(train_ids) - n)}
    found = [tuple(test_ids[i : i + n]) in known for i in range(len(test_ids) - n + 1)]
    return np.mean(found)
