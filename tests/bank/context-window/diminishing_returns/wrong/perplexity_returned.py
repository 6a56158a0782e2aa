# says: a perplexity, not a context
def diminishing_returns(contexts, perplexities, threshold=0.05):
    for i in range(len(contexts) - 1):
        gain = (perplexities[i] - perplexities[i + 1]) / perplexities[i]
        if gain < threshold:
            return perplexities[i]
    return perplexities[-1]
