def split_text(ids, test_fraction=0.1):
    positions = np.arange(len(ids))
    in_training = positions < int((1 - test_fraction) * len(ids))
    return ids[in_training], ids[~in_training]
