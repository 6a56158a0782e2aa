def distinct_n(ids, n):
    rows = sorted(tuple(ids[i : i + n]) for i in range(len(ids) - n + 1))
    return sum(i == 0 or rows[i] != rows[i - 1] for i in range(len(rows))) / len(rows)
