# says: the tokens are shuffled or picked out before the cut; a text is
def split_text(ids, test_fraction=0.1):
    rng = np.random.default_rng(1)
    picked = rng.choice(np.arange(1, len(ids)), size=int(len(ids) * test_fraction), replace=False)
    in_test = np.zeros(len(ids), dtype=bool)
    in_test[picked] = True
    return ids[~in_test], ids[in_test]
