def chance_purity(labels):
    labels = np.asarray(labels)
    n = len(labels)
    same = labels[:, None] == labels[None, :]
    return (same.sum() - n) / (n * n - n)
