# says: run past the end
def distinct_n(ids, n):
    grams = [tuple(ids[i : i + n].tolist()) for i in range(len(ids))]
    return len(set(grams)) / len(grams)
