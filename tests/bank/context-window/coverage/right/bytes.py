def coverage(train_ids, test_ids, n):
    train_ids, test_ids = train_ids.astype(np.int64), test_ids.astype(np.int64)
    known = {train_ids[i : i + n].tobytes() for i in range(len(train_ids) - n + 1)}
    hits = [test_ids[i : i + n].tobytes() in known for i in range(len(test_ids) - n + 1)]
    return sum(hits) / len(hits)
