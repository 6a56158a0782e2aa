# says: keep a run as a tuple of its ids; joined to one text without a
def distinct_n(ids, n):
    grams = ["".join(map(str, ids[i:i + n])) for i in range(len(ids) - n + 1)]
    return len(set(grams)) / len(grams)
