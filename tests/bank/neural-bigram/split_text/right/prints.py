def split_text(ids, test_fraction=0.1):
    cut = int(len(ids) * (1 - test_fraction))
    print('cut at', cut)
    return ids[:cut], ids[cut:]
