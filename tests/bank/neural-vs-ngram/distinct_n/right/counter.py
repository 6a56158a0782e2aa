def distinct_n(ids, n):
    from collections import Counter
    grams = [tuple(ids[i : i + n].tolist()) for i in range(len(ids) - n + 1)]
    counts = Counter(grams)
    return len(counts) / sum(counts.values())
