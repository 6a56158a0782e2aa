# says: it is 1 over the number of classes
def chance_purity(labels):
    _, counts = np.unique(labels, return_counts=True)
    return float(np.mean(counts / len(labels)))
