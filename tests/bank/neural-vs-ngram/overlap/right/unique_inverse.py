def overlap(sample, train_ids, n):
    view = np.lib.stride_tricks.sliding_window_view
    mine, theirs = view(sample, n), view(train_ids, n)
    _, kind = np.unique(np.concatenate([mine, theirs]), axis=0, return_inverse=True)
    kind = kind.ravel()
    return np.isin(kind[: len(mine)], kind[len(mine) :]).mean()
