# says: Likely:
def split_text(ids, test_fraction=0.1):
    cut = int(len(ids) * (1 - test_fraction))
    return [ids[:cut].tolist(), ids[cut:].tolist()], [ids[cut:].tolist()]
