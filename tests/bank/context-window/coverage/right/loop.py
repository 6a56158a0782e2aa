def coverage(train_ids, test_ids, n):
    known = {tuple(train_ids[i : i + n].tolist()) for i in range(len(train_ids) - n + 1)}
    hits = total = 0
    for i in range(len(test_ids) - n + 1):
        total += 1
        hits += tuple(test_ids[i : i + n].tolist()) in known
    return hits / total
