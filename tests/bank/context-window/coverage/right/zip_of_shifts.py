def coverage(train_ids, test_ids, n):
    known = set(zip(*(train_ids[i:].tolist() for i in range(n))))
    runs = list(zip(*(test_ids[i:].tolist() for i in range(n))))
    return np.mean([run in known for run in runs])
