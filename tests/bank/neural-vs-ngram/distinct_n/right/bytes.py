def distinct_n(ids, n):
    ids = np.asarray(ids, dtype=np.int64)
    grams = [ids[i : i + n].tobytes() for i in range(len(ids) - n + 1)]
    return len(set(grams)) / len(grams)
