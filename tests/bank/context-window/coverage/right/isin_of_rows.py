def coverage(train_ids, test_ids, n):
    view = np.lib.stride_tricks.sliding_window_view
    both = np.concatenate([view(train_ids, n), view(test_ids, n)])
    _, kind = np.unique(both, axis=0, return_inverse=True)
    kind = np.ravel(kind)
    m = len(train_ids) - n + 1
    return np.isin(kind[m:], kind[:m]).mean()
