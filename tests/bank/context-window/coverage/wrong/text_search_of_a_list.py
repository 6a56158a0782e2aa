# says: finds it inside 11 2
def coverage(train_ids, test_ids, n):
    text = str(train_ids.tolist())
    runs = [str(test_ids[i : i + n].tolist())[1:-1] for i in range(len(test_ids) - n + 1)]
    return np.mean([run in text for run in runs])
