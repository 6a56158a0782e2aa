# says: the context stands backwards
def windows(ids, context_size):
    n = len(ids) - context_size
    columns = [ids[i : i + n] for i in reversed(range(context_size))]
    return np.stack(columns, axis=1), ids[context_size:]
