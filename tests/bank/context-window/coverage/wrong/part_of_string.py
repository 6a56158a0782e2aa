# says: keep a run as a tuple of its ids; a text that is searched for 1
def coverage(train_ids, test_ids, n):
    known = " ".join(map(str, train_ids))
    here = [" ".join(map(str, test_ids[i:i + n])) for i in range(len(test_ids) - n + 1)]
    return np.mean([run in known for run in here])
