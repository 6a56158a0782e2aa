# says: does not return two arrays
def windows(ids, context_size):
    return np.lib.stride_tricks.sliding_window_view(ids, context_size + 1)
