def distinct_n(ids, n):
    grams = [tuple(ids[i : i + n].tolist()) for i in range(len(ids) - n + 1)]
    different = []
    for gram in grams:
        if gram not in different:
            different.append(gram)
    return len(different) / len(grams)
