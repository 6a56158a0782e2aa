def split_text(ids, test_fraction=0.1):
    cut = int(len(ids) * (1 - test_fraction))
    train_ids, test_ids = np.split(ids, [cut])
    return train_ids, test_ids
