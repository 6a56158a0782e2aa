# says: does not return two texts
def split_text(ids, test_fraction=0.1):
    return int(len(ids) * (1 - test_fraction))
