def diminishing_returns(contexts, perplexities, threshold=0.05):
    p = np.asarray(perplexities, dtype=float)
    poor = np.append(-np.diff(p) / p[:-1] < threshold, True)
    return int(np.asarray(contexts)[np.flatnonzero(poor)[0]])
