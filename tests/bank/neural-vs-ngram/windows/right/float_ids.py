def windows(ids, context_size):
    n = len(ids) - context_size
    contexts = np.zeros((n, context_size))
    for i in range(n):
        contexts[i] = ids[i : i + context_size]
    return contexts, ids[context_size:] * 1.0
