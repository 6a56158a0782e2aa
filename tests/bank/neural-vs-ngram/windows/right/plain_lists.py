def windows(ids, context_size):
    t = ids.tolist()
    n = len(t) - context_size
    return [t[i : i + context_size] for i in range(n)], [t[i + context_size] for i in range(n)]
