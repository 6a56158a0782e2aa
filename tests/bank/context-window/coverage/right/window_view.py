from collections import Counter


def coverage(train_ids, test_ids, n):
    view = np.lib.stride_tricks.sliding_window_view
    known = {tuple(w) for w in view(np.asarray(train_ids), n).tolist()}
    asked = Counter(tuple(w) for w in view(np.asarray(test_ids), n).tolist())
    return sum(c for run, c in asked.items() if run in known) / sum(asked.values())
