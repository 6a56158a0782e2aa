# says: the entropy of the classes
def chance_purity(labels):
    _, sizes = np.unique(labels, return_counts=True)
    n = len(labels)
    return -np.sum(sizes / n * np.log(sizes / n))
