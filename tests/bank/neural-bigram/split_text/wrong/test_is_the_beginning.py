# says: the test text is the beginning
def split_text(ids, test_fraction=0.1):
    n = int(len(ids) * test_fraction)
    return ids[n:], ids[:n]
