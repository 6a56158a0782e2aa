# says: leave `test_fraction: float = 0.1` in the first line as it was given
def split_text(ids, test_fraction=0.2):
    cut = int(len(ids) * (1 - test_fraction))
    return ids[:cut], ids[cut:]
