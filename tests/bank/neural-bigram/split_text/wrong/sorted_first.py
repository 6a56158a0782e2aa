# says: the tokens are shuffled or picked out before the cut; a text is
def split_text(ids, test_fraction=0.1):
    ids = np.sort(ids)
    cut = int(len(ids) * (1 - test_fraction))
    return ids[:cut], ids[cut:]
