# says: pairs are counted, whatever n is
def distinct_n(ids, n):
    grams = list(zip(ids[:-1].tolist(), ids[1:].tolist()))
    return len(set(grams)) / len(grams)
