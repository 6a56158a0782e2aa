# says: has shape
def windows(ids, context_size):
    return np.stack([ids[:-2], ids[1:-1]], axis=1)[: len(ids) - context_size], ids[context_size:]
