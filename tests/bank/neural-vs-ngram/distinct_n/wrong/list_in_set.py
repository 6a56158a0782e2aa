# says: raised TypeError
def distinct_n(ids, n):
    return len({ids[i : i + n] for i in range(len(ids) - n + 1)}) / (len(ids) - n + 1)
