def diminishing_returns(contexts, perplexities, threshold=0.05):
    p = np.asarray(perplexities, dtype=float)
    pays = -np.diff(p) / p[:-1] >= threshold
    stops = np.flatnonzero(~pays)
    return contexts[stops[0]] if stops.size else contexts[-1]
