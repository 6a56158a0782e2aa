# says: wrapped around or padded
def windows(ids, context_size):
    padded = np.concatenate([np.zeros(context_size, dtype=int), ids])
    rows = np.lib.stride_tricks.sliding_window_view(padded, context_size + 1)
    return rows[:, :-1], rows[:, -1]
