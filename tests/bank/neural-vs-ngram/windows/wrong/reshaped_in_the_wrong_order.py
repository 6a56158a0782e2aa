# says: reshaped in the wrong order
def windows(ids, context_size):
    n = len(ids) - context_size
    contexts = np.stack([ids[i : i + n] for i in range(context_size)]).reshape(n, context_size)
    return contexts, ids[context_size:]
