def distinct_n(ids, n):
    first, total = {}, 0
    for i in range(len(ids) - n + 1):
        first.setdefault(" ".join(str(t) for t in ids[i : i + n]), i)
        total += 1
    return len(first) / total
