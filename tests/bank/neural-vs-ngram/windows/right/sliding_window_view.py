def windows(ids, context_size):
    contexts = np.lib.stride_tricks.sliding_window_view(ids[:-1], context_size)
    return contexts, ids[context_size:]
