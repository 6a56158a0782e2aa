def windows(ids, context_size):
    n = len(ids) - context_size
    columns = [np.roll(ids, -shift)[:n] for shift in range(context_size)]
    return np.stack(columns, axis=1), ids[context_size:]
