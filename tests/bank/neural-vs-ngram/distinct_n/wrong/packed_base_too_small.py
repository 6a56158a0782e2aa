# says: where the ids of a run are packed into one number
def distinct_n(ids, n):
    base = int(ids.max())
    grams = [sum(int(x) * base**j for j, x in enumerate(ids[i : i + n])) for i in range(len(ids) - n + 1)]
    return len(set(grams)) / len(grams)
