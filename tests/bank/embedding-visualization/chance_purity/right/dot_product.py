def chance_purity(labels):
    _, sizes = np.unique(labels, return_counts=True)
    n = len(labels)
    return sizes @ (sizes - 1) / n / (n - 1)
