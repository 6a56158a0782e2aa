# says: (n_windows, context_size)
def windows(ids, context_size):
    contexts = np.array([ids[i:i + context_size] for i in range(len(ids) - context_size)])
    return contexts.squeeze(), ids[context_size:]
