# says: window i holds the tokens
def windows(ids, context_size):
    n = len(ids) - context_size
    contexts = np.stack([ids[min(2 * i, context_size) : min(2 * i, context_size) + n] for i in range(context_size)], axis=1)
    return contexts, ids[context_size:]
