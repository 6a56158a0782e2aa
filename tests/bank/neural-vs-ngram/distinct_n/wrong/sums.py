# says: distinct_n is wrong
def distinct_n(ids, n):
    grams = [int(ids[i : i + n].sum()) for i in range(len(ids) - n + 1)]
    return len(set(grams)) / len(grams)
