# says: does not return two texts
def split_text(ids, test_fraction=0.1):
    a, c = int(len(ids) * 0.8), int(len(ids) * 0.9)
    return ids[:a], ids[a:c], ids[c:]
