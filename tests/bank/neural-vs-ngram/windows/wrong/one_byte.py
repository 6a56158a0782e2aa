# says: The contexts of 2 tokens are wrong
def windows(ids, context_size):
    n = len(ids) - context_size
    contexts = np.stack([ids[i : i + n] for i in range(context_size)], axis=1).astype(np.uint8)
    return contexts, ids[context_size:]
