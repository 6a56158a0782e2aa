# says: window i holds the tokens
def windows(ids, context_size):
    n = len(ids) - context_size
    contexts = np.stack([ids[:n]] * context_size, axis=1)
    return contexts, ids[context_size:]
