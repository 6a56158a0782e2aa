# says: wrong number of windows of 1 tokens
def windows(ids, context_size):
    return np.stack([ids[:-2], ids[1:-1]], axis=1), ids[2:]
