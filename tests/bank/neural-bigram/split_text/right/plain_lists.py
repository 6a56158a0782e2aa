def split_text(ids, test_fraction=0.1):
    ids = ids.tolist()
    cut = int(len(ids) * (1 - test_fraction))
    return ids[:cut], ids[cut:]
