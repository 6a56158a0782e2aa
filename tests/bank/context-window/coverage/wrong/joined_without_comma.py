# says: keep a run as a tuple of its ids
def coverage(train_ids, test_ids, n):
    text = ''.join(map(str, train_ids))
    runs = [''.join(map(str, test_ids[i : i + n])) for i in range(len(test_ids) - n + 1)]
    return sum(run in text for run in runs) / len(runs)
