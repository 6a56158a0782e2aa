# says: it is the context after the small step
def diminishing_returns(contexts, perplexities, threshold=0.05):
    for i in range(1, len(contexts)):
        if (perplexities[i - 1] - perplexities[i]) / perplexities[i - 1] < threshold:
            return contexts[i]
    return contexts[-1]
