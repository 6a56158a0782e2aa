# says: overlap
def split_text(ids, test_fraction=0.1):
    cut = int(len(ids) * (1 - test_fraction))
    return np.random.choice(ids, cut), np.random.choice(ids, len(ids) - cut)
