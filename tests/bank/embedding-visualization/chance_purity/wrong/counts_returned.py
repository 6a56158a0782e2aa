# says: has shape
def chance_purity(labels):
    _, sizes = np.unique(labels, return_counts=True)
    return sizes / sizes.sum()
