# says: what an earlier call collected is still there
known = set()
def coverage(train_ids, test_ids, n):
    known.update(tuple(train_ids[i : i + n].tolist()) for i in range(len(train_ids) - n + 1))
    return np.mean([tuple(test_ids[i : i + n].tolist()) in known for i in range(len(test_ids) - n + 1)])
