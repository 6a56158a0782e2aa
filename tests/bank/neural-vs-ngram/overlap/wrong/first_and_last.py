# says: overlap is wrong
def overlap(sample, train_ids, n):
    known = set(zip(train_ids.tolist(), train_ids[n - 1 :].tolist()))
    return np.mean([pair in known for pair in zip(sample.tolist(), sample[n - 1 :].tolist())])
