def diminishing_returns(contexts, perplexities, threshold=0.05):
    p = np.array(perplexities, dtype=np.float64)
    enough = (p[:-1] - p[1:]) / p[:-1] >= threshold
    return contexts[np.cumprod(enough).sum()]
