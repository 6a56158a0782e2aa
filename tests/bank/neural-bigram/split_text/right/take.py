def split_text(ids, test_fraction=0.1):
    cut = len(ids) - int(test_fraction * len(ids))
    return np.take(ids, range(cut)), np.take(ids, range(cut, len(ids)))
