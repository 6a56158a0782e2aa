# says: of all pairs of different vectors, the share with equal labels
from itertools import groupby

def chance_purity(labels):
    n = len(labels)
    sizes = [len(list(group)) for _, group in groupby(labels)]
    return sum(c * (c - 1) for c in sizes) / (n * (n - 1))
