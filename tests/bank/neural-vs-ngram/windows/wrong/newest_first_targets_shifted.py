# says: the network sees the answer
def windows(ids, context_size):
    n = len(ids) - context_size
    contexts = np.stack([ids[i : i + n] for i in range(context_size)], axis=1)
    return contexts, ids[context_size - 1 : -1]
