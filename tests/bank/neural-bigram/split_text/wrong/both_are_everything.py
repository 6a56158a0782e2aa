# says: the training text is the whole text
def split_text(ids, test_fraction=0.1):
    return ids, ids
