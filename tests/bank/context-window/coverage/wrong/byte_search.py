# says: in the middle of a number
def coverage(train_ids, test_ids, n):
    text = train_ids.tobytes()
    runs = [test_ids[i : i + n].tobytes() for i in range(len(test_ids) - n + 1)]
    return sum(run in text for run in runs) / len(runs)
