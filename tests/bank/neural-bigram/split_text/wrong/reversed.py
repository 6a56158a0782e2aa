# says: shuffled or picked out before the cut
def split_text(ids, test_fraction=0.1):
    ids = ids[::-1]
    cut = int(len(ids) * (1 - test_fraction))
    return ids[:cut], ids[cut:]
