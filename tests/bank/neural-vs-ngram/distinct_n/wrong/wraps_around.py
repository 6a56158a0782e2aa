# says: joined to its beginning
def distinct_n(ids, n):
    ids = np.append(ids, ids[: n - 1])
    grams = [tuple(ids[i : i + n].tolist()) for i in range(len(ids) - n + 1)]
    return len(set(grams)) / len(grams)
