# says: tokens are lost
def split_text(ids, test_fraction=0.1):
    n = int(len(ids) * test_fraction)
    return ids[: -2 * n], ids[-n:]
