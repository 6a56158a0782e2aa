# says: the threshold is fixed; use the argument
def diminishing_returns(contexts, perplexities, threshold=0.05):
    for i in range(len(contexts) - 1):
        if (perplexities[i] - perplexities[i + 1]) / perplexities[i] < 0.05:
            return contexts[i]
    return contexts[-1]
