# says: the threshold is fixed
def diminishing_returns(contexts, perplexities, threshold=0.05):
    for i in range(len(contexts) - 1):
        gain = (perplexities[i] - perplexities[i + 1]) / perplexities[i]
        if gain < 0.05:
            return contexts[i]
    return contexts[-1]
