def chance_purity(labels):
    kinds, ids = np.unique(labels, return_inverse=True)
    one_hot = np.eye(len(kinds))[ids]
    together = one_hot @ one_hot.T
    return (together.sum() - np.trace(together)) / (len(labels) * (len(labels) - 1))
