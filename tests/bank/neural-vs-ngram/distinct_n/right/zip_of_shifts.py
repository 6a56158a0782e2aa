def distinct_n(ids, n):
    grams = list(zip(*(ids[i:].tolist() for i in range(n))))
    return len(set(grams)) / len(grams)
