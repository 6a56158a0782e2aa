def distinct_n(ids, n):
    seen = {}
    for i in range(len(ids) - n + 1):
        seen.setdefault(tuple(ids[i : i + n]), []).append(i)
    return len(seen) / (len(ids) - n + 1)
