# says: diminishing_returns
def diminishing_returns(contexts, perplexities, threshold=0.05):
    for i in range(len(contexts) - 1):
        gain = (perplexities[i] - perplexities[i + 1]) / perplexities[i] / (contexts[i + 1] - contexts[i])
        if gain < threshold:
            return contexts[i]
    return contexts[-1]
