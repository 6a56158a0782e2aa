# says: the last n-gram is lost
def distinct_n(ids, n):
    grams = [tuple(ids[i : i + n].tolist()) for i in range(len(ids) - n)]
    return len(set(grams)) / max(len(grams), 1)
