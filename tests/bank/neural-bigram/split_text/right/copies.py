def split_text(ids, test_fraction=0.1):
    cut = len(ids) - int(len(ids) * test_fraction)
    return ids[:cut].copy(), ids[cut:].copy()
