def windows(ids, context_size):
    n = len(ids) - context_size
    contexts = np.empty((n, context_size), dtype=int)
    for i in range(context_size):
        contexts[:, i] = ids[i : i + n]
    return contexts, ids[context_size:].copy()
