# says: it is the mean over classes
def chance_purity(labels):
    _, sizes = np.unique(labels, return_counts=True)
    n = len(labels)
    return np.mean((sizes - 1) / (n - 1))
