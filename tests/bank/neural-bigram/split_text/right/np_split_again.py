def split_text(ids, test_fraction=0.1):
    n_test = round(len(ids) * test_fraction)
    train_ids, test_ids = np.split(np.asarray(ids), [len(ids) - n_test])
    return train_ids, test_ids
