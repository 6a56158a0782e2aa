def split_text(ids, test_fraction=0.1):
    cut = round(len(ids) * (1 - test_fraction))
    train, test = np.split(ids, [cut])
    return train, test
