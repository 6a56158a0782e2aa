# says: the chance of *different* labels
def chance_purity(labels):
    _, sizes = np.unique(labels, return_counts=True)
    n = len(labels)
    return 1 - (sizes * (sizes - 1)).sum() / (n * (n - 1))
