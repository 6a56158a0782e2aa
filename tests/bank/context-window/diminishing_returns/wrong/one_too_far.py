# says: the context after the small step
def diminishing_returns(contexts, perplexities, threshold=0.05):
    for i in range(len(contexts) - 1):
        gain = (perplexities[i] - perplexities[i + 1]) / perplexities[i]
        if gain < threshold:
            return contexts[i + 1]
    return contexts[-1]
