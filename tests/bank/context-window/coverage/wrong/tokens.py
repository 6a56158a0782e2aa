# says: single tokens are compared
def coverage(train_ids, test_ids, n):
    return np.isin(test_ids, train_ids).mean()
