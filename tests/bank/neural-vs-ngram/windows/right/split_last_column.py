def windows(ids, context_size):
    longer = np.lib.stride_tricks.sliding_window_view(ids, context_size + 1)
    return longer[:, :-1], longer[:, -1]
