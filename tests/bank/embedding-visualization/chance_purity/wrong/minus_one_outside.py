# says: chance_purity
def chance_purity(labels):
    _, sizes = np.unique(labels, return_counts=True)
    n = len(labels)
    return ((sizes**2).sum() - 1) / (n**2 - 1)
