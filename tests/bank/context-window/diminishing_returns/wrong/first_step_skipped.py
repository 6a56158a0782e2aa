# says: diminishing_returns names
def diminishing_returns(contexts, perplexities, threshold=0.05):
    for i in range(1, len(contexts) - 1):
        gain = (perplexities[i] - perplexities[i + 1]) / perplexities[i]
        if gain < threshold:
            return contexts[i]
    return contexts[-1]
