def diminishing_returns(contexts, perplexities, threshold=0.05):
    if len(contexts) == 1:
        return contexts[0]
    before, after = perplexities[:2]
    if (before - after) / before < threshold:
        return contexts[0]
    return diminishing_returns(contexts[1:], perplexities[1:], threshold)
