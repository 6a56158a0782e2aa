from itertools import groupby

def chance_purity(labels):
    n = len(labels)
    sizes = [len(list(group)) for _, group in groupby(sorted(labels))]
    return float(np.dot(sizes, np.subtract(sizes, 1))) / n / (n - 1)
