def windows(ids, context_size):
    starts = np.arange(len(ids) - context_size)
    contexts = ids[starts[:, None] + np.arange(context_size)]
    return contexts, ids[starts + context_size]
