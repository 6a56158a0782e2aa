def distinct_n(ids, n):
    rows = np.lib.stride_tricks.sliding_window_view(ids, n)
    return len(np.unique(rows, axis=0)) / len(rows)
