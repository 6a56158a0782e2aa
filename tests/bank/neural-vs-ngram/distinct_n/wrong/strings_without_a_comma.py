# says: keep a run as a tuple of its ids
def distinct_n(ids, n):
    grams = [''.join(str(x) for x in ids[i : i + n]) for i in range(len(ids) - n + 1)]
    return len(set(grams)) / len(grams)
