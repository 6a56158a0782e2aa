# says: the order inside an n-gram is lost (sorted or a set)
def distinct_n(ids, n):
    grams = [frozenset(ids[i : i + n].tolist()) for i in range(len(ids) - n + 1)]
    return len(set(grams)) / len(grams)
