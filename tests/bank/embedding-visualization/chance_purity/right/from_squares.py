def chance_purity(labels):
    _, sizes = np.unique(labels, return_counts=True)
    n = len(labels)
    return (np.sum(sizes**2) - n) / (n**2 - n)
