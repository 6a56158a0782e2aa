def windows(ids, context_size):
    rows = np.lib.stride_tricks.sliding_window_view(ids, context_size + 1)
    return [rows[:, :-1], rows[:, -1]]
