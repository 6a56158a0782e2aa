# says: pairs are counted, whatever n is
def distinct_n(ids, n):
    pairs = list(zip(ids[:-1], ids[1:]))
    return len(set(pairs)) / len(pairs)
