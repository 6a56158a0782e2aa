def coverage(train_ids, test_ids, n):
    known = {str(train_ids[i : i + n].tolist()) for i in range(len(train_ids) - n + 1)}
    shares = np.array([str(test_ids[i : i + n].tolist()) in known for i in range(len(test_ids) - n + 1)])
    return shares.sum() / shares.size
