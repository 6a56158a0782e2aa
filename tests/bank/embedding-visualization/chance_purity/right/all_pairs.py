def chance_purity(labels):
    k = np.array(labels)
    same = k[:, None] == k
    n = len(labels)
    return (same.sum() - n) / (n * n - n)
