# says: has the wrong length
def split_text(ids, test_fraction=0.1):
    cut = int(len(ids) * (1 - test_fraction / 2))
    return ids[:cut], ids[cut:]
