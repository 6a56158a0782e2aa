# says: shuffled or picked out before the cut
def split_text(ids, test_fraction=0.1):
    step = round(1 / test_fraction)
    is_test = np.arange(len(ids)) % step == 0
    return ids[~is_test], ids[is_test]
