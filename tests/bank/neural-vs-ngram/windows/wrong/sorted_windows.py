# says: window i holds the tokens
def windows(ids, context_size):
    n = len(ids) - context_size
    contexts = np.stack([ids[i : i + n] for i in range(context_size)], axis=1)
    return np.sort(contexts, axis=1), ids[context_size:]
