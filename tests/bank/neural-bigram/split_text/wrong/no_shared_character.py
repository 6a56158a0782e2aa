# says: each *position* belongs to one part; the same character may
def split_text(ids, test_fraction=0.1):
    cut = int(len(ids) * (1 - test_fraction))
    train_ids, test_ids = ids[:cut], ids[cut:]
    return train_ids[~np.isin(train_ids, test_ids)], test_ids
