def chance_purity(labels):
    from collections import Counter
    n = len(labels)
    return sum(s * (s - 1) for s in Counter(labels).values()) / (n * (n - 1))
