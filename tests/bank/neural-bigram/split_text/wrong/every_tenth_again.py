# says: the tokens are shuffled or picked out before the cut; a text is
def split_text(ids, test_fraction=0.1):
    step = round(1 / test_fraction)
    in_test = np.arange(len(ids)) % step == step - 1
    return ids[~in_test], ids[in_test]
