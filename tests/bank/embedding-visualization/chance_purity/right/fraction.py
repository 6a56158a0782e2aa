from fractions import Fraction

def chance_purity(labels):
    n = len(labels)
    share = sum(Fraction(labels.count(k) * (labels.count(k) - 1), n * (n - 1)) for k in set(labels))
    return float(share)
