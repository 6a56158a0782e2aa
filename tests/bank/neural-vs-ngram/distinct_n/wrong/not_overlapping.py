# says: the n-grams do not overlap
def distinct_n(ids, n):
    grams = [tuple(ids[i : i + n].tolist()) for i in range(0, len(ids) - n + 1, n)]
    return len(set(grams)) / len(grams)
