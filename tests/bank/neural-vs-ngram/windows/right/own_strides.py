def windows(ids, context_size):
    ids = np.ascontiguousarray(ids)
    n, (step,) = len(ids) - context_size, ids.strides
    contexts = np.lib.stride_tricks.as_strided(ids, (n, context_size), (step, step), writeable=False)
    return contexts.copy(), ids[context_size:].copy()
