# says: draw two *different* ones
def chance_purity(labels):
    _, sizes = np.unique(labels, return_counts=True)
    n = len(labels)
    return np.sum((sizes / n) ** 2)
