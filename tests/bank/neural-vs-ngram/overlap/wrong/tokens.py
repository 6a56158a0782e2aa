# says: tokens are compared, whatever n is
def overlap(sample, train_ids, n):
    return np.isin(sample, train_ids).mean()
