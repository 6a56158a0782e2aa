def distinct_n(ids, n):
    base = int(ids.max()) + 1
    packed = sum(ids[i : len(ids) - n + 1 + i] * base ** (n - 1 - i) for i in range(n))
    return len(np.unique(packed)) / len(packed)
