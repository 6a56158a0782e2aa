# says: it is the mean over classes
def chance_purity(labels):
    n = len(labels)
    classes = len(set(labels))
    return (n / classes - 1) / (n - 1)
