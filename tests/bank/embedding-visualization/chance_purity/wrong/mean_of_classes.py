# says: it is the mean over classes; a class counts by its size
from collections import Counter

def chance_purity(labels):
    n = len(labels)
    return np.mean([(c - 1) / (n - 1) for c in Counter(labels).values()])
