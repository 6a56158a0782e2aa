# says: distinct_n is wrong
def distinct_n(ids, n):
    grams = list(zip(ids.tolist(), ids[n - 1 :].tolist()))
    return len(set(grams)) / len(grams)
