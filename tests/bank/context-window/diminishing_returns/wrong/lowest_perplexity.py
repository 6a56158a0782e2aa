# says: the context with the lowest perplexity
def diminishing_returns(contexts, perplexities, threshold=0.05):
    return contexts[np.argmin(perplexities)]
