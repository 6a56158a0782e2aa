# says: the smallest improvement of all
def diminishing_returns(contexts, perplexities, threshold=0.05):
    p = np.asarray(perplexities)
    return contexts[np.argmin(1 - p[1:] / p[:-1])]
