# says: the parts are swapped
def split_text(ids, test_fraction=0.1):
    cut = int(len(ids) * test_fraction)
    return ids[:cut], ids[cut:]
