# says: exactly once
def distinct_n(ids, n):
    grams = [tuple(ids[i : i + n].tolist()) for i in range(len(ids) - n + 1)]
    return sum(grams.count(g) == 1 for g in set(grams)) / len(grams)
