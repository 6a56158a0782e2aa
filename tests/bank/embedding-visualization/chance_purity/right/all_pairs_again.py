from itertools import permutations


def chance_purity(labels):
    agree = [a == b for a, b in permutations(labels, 2)]
    return sum(agree) / len(agree)
