# says: the ids are squeezed into one byte
def distinct_n(ids, n):
    small = ids.astype(np.uint8)
    grams = [small[i : i + n].tobytes() for i in range(len(ids) - n + 1)]
    return len(set(grams)) / len(grams)
