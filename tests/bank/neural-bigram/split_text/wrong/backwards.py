# says: the test text comes out backwards; it is read from left to
def split_text(ids, test_fraction=0.1):
    n_test = int(len(ids) * test_fraction)
    return ids[:len(ids) - n_test], ids[::-1][:n_test]
