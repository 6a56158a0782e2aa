# says: 1 over the number of classes
def chance_purity(labels):
    _, sizes = np.unique(labels, return_counts=True)
    n = len(labels)
    return 1 / len(sizes)
