# says: the ids are squeezed into one byte, which holds no id above
def coverage(train_ids, test_ids, n):
    train, test = (np.asarray(ids).astype(np.uint8).tobytes() for ids in (train_ids, test_ids))
    known = {train[i:i + n] for i in range(len(train) - n + 1)}
    return np.mean([test[i:i + n] in known for i in range(len(test) - n + 1)])
