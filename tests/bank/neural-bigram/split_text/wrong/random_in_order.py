# says: shuffled or picked out before the cut
def split_text(ids, test_fraction=0.1):
    order = np.random.permutation(len(ids))
    cut = int(len(ids) * (1 - test_fraction))
    return ids[np.sort(order[:cut])], ids[np.sort(order[cut:])]
