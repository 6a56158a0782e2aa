def diminishing_returns(contexts, perplexities, threshold=0.05):
    if len(contexts) == 1 or 1 - perplexities[1] / perplexities[0] < threshold:
        return contexts[0]
    return diminishing_returns(contexts[1:], perplexities[1:], threshold)
