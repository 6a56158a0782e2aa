# says: `ids[:-0]` is empty
def split_text(ids, test_fraction=0.1):
    n_test = int(len(ids) * test_fraction)
    return ids[:-n_test], ids[-n_test:]
