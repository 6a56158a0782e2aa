# says: one token too long
def distinct_n(ids, n):
    grams = [tuple(ids[i : i + n + 1].tolist()) for i in range(len(ids) - n)]
    return len(set(grams)) / max(len(grams), 1)
