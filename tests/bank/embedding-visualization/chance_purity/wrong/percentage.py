# says: a percentage
def chance_purity(labels):
    _, sizes = np.unique(labels, return_counts=True)
    n = len(labels)
    return 100 * (sizes * (sizes - 1)).sum() / (n * (n - 1))
