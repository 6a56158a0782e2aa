def windows(ids, context_size):
    place = np.arange(len(ids) - context_size)[:, None] + np.arange(context_size + 1)
    rows = np.asarray(ids)[place]  # (n, context + 1)
    return rows[:, :-1], rows[:, -1]
