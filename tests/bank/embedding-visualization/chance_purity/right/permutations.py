def chance_purity(labels):
    from itertools import permutations
    return np.mean([a == b for a, b in permutations(labels, 2)])
