# says: is not written yet
def overlap(sample, train_ids, n):
    raise NotImplementedError
