def windows(ids, context_size):
    ids = np.asarray(ids)
    starts = np.arange(len(ids) - context_size)
    return ids[starts[:, None] + np.arange(context_size)], ids[starts + context_size]
