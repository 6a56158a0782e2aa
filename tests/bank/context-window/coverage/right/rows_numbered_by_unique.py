def coverage(train_ids, test_ids, n):
    view = np.lib.stride_tricks.sliding_window_view
    train, test = view(np.asarray(train_ids), n), view(np.asarray(test_ids), n)
    _, number = np.unique(np.concatenate([train, test]), axis=0, return_inverse=True)
    number = number.ravel()
    return np.isin(number[len(train):], number[: len(train)]).mean()
