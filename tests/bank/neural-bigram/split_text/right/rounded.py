def split_text(ids, test_fraction=0.1):
    n_test = round(len(ids) * test_fraction)
    return ids[: len(ids) - n_test], ids[len(ids) - n_test :]
