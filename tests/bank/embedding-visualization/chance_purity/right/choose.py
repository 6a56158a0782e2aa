def chance_purity(labels):
    from math import comb
    sizes = [labels.count(kind) for kind in set(labels)]
    return sum(comb(s, 2) for s in sizes) / comb(len(labels), 2)
