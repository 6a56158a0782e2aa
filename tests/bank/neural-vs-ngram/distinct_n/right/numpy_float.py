def distinct_n(ids, n):
    grams = [tuple(ids[i : i + n].tolist()) for i in range(len(ids) - n + 1)]
    return np.float32(len(set(grams)) / len(grams))
