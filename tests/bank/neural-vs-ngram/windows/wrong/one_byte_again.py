# says: window i holds the tokens i to i + context_size - 1
def windows(ids, context_size):
    n = len(ids) - context_size
    contexts = np.zeros((n, context_size), dtype=np.uint8)
    for position in range(context_size):
        contexts[:, position] = ids[position:position + n]
    return contexts, ids[context_size:].astype(np.uint8)
