# says: the share of the largest class
def chance_purity(labels):
    _, sizes = np.unique(labels, return_counts=True)
    n = len(labels)
    return sizes.max() / n
