# says: window i holds the tokens i to i + context_size - 1. The ids
def windows(ids, context_size):
    n = len(ids) - context_size
    contexts = np.lib.stride_tricks.as_strided(ids, (n, context_size), (8, 8))
    return contexts.copy(), ids[context_size:]
