def chance_purity(labels):
    sizes = np.array([labels.count(kind) for kind in set(labels)], dtype=np.float32)
    n = sizes.sum()
    return (sizes / n * (sizes - 1) / (n - 1)).sum()
