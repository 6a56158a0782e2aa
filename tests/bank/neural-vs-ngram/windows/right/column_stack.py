def windows(ids, context_size):
    n = len(ids) - context_size
    return np.column_stack([ids[i : i + n] for i in range(context_size)]), ids[-n:]
