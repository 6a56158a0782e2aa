def chance_purity(labels):
    n = len(labels)
    different = sum(a != b for a in labels for b in labels)
    return 1 - different / (n * (n - 1))
