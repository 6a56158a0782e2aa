# says: the fraction is fixed at 0.1; use the argument `test_fraction`
def split_text(ids, test_fraction=0.1):
    cut = len(ids) * 9 // 10
    return ids[:cut], ids[cut:]
