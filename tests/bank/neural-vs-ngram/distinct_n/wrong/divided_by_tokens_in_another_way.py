# says: it divides by the number of tokens
def distinct_n(ids, n):
    return len({tuple(ids[i : i + n]) for i in range(len(ids) - n + 1)}) / len(ids)
