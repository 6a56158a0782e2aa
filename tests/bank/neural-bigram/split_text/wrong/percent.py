# says: raised
def split_text(ids, test_fraction=0.1):
    cut = int(len(ids) * (100 - test_fraction) / 100)
    return [ids[:cut], ids[cut:]][2]
