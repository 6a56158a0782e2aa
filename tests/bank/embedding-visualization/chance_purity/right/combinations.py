def chance_purity(labels):
    from itertools import combinations
    pairs = [a == b for a, b in combinations(labels, 2)]
    return sum(pairs) / len(pairs)
