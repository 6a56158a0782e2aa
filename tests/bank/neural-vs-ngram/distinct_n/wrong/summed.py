# says: summed to one number
def distinct_n(ids, n):
    grams = [tuple(ids[i : i + n].tolist()) for i in range(len(ids) - n + 1)]
    return len({sum(g) for g in grams}) / len(grams)
