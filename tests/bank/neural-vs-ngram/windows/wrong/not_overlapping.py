# says: the windows do not overlap
def windows(ids, context_size):
    starts = range(0, len(ids) - context_size, context_size)
    contexts = np.array([ids[i : i + context_size] for i in starts])
    return contexts, np.array([ids[i + context_size] for i in starts])
