# says: Likely:
def coverage(train_ids, test_ids, n):
    known = np.isin(test_ids, train_ids)
    view = np.lib.stride_tricks.sliding_window_view(known, n)
    return view.all(axis=1).mean()
