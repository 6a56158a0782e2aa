# says: the n-grams do not overlap; a new one begins at every token
def distinct_n(ids, n):
    grams = [tuple(ids[i:i + n]) for i in range(0, len(ids) - n + 1, n)]
    return len(set(grams)) / len(grams)
