# says: wrapped around or padded
def windows(ids, context_size):
    contexts = np.stack([np.roll(ids, -i) for i in range(context_size)], axis=1)
    return contexts, np.roll(ids, -context_size)
