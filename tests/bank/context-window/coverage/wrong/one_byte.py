# says: holds no id above 255
def coverage(train_ids, test_ids, n):
    known = {train_ids[i : i + n].astype(np.uint8).tobytes() for i in range(len(train_ids) - n + 1)}
    runs = [test_ids[i : i + n].astype(np.uint8).tobytes() for i in range(len(test_ids) - n + 1)]
    return sum(run in known for run in runs) / len(runs)
