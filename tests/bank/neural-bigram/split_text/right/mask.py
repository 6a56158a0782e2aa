def split_text(ids, test_fraction=0.1):
    position = np.arange(len(ids))
    is_test = position >= (1 - test_fraction) * len(ids)
    return ids[~is_test], ids[is_test]
