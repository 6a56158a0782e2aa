def chance_purity(labels):
    n = len(labels)
    _, counts = np.unique(labels, return_counts=True)
    return float(np.dot(counts / n, (counts - 1) / (n - 1)))
