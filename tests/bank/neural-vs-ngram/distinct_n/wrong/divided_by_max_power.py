# says: it divides by vocab_size ** n
def distinct_n(ids, n):
    grams = [tuple(ids[i : i + n].tolist()) for i in range(len(ids) - n + 1)]
    return len(set(grams)) / (int(ids.max()) + 1) ** n
