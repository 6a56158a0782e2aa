# says: chance_purity gives the wrong number
def chance_purity(_):
    _, sizes = np.unique(labels, return_counts=True)
    n = len(labels)
    return (sizes * (sizes - 1)).sum() / (n * (n - 1))
