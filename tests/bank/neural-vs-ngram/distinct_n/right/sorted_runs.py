import itertools


def distinct_n(ids, n):
    grams = sorted(tuple(int(i) for i in ids[k : k + n]) for k in range(len(ids) - n + 1))
    different = sum(1 for _ in itertools.groupby(grams))
    return different / len(grams)
