# says: go through the contexts of the test text, and take the share of
def coverage(train_ids, test_ids, n):
    known = set(zip(train_ids[:-1], train_ids[1:]))
    here = list(zip(test_ids[:-1], test_ids[1:]))
    return sum(pair in known for pair in here) / len(here)
