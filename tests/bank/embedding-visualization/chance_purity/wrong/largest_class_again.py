# says: of all pairs of different vectors, the share with equal labels
from collections import Counter

def chance_purity(labels):
    (_, most), = Counter(labels).most_common(1)
    return (most - 1) / (len(labels) - 1)
