# says: it is the mean over classes; a class counts by its size
def chance_purity(labels):
    n = len(labels)
    per_class = n / len(set(labels))
    return (per_class - 1) / (n - 1)
