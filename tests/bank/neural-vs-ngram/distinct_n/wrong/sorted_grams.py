# says: the order inside an n-gram is lost
def distinct_n(ids, n):
    grams = [tuple(ids[i : i + n].tolist()) for i in range(len(ids) - n + 1)]
    return len({tuple(sorted(g)) for g in grams}) / len(grams)
