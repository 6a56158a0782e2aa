# says: diminishing_returns
def diminishing_returns(contexts, perplexities, threshold=0.05):
    for i in range(len(contexts) - 1):
        gain = (perplexities[0] - perplexities[i + 1]) / perplexities[0]
        if gain < threshold:
            return contexts[i]
    return contexts[-1]
