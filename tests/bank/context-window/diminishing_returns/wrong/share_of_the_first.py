# says: first perplexity of all
def diminishing_returns(contexts, perplexities, threshold=0.05):
    for i in range(len(contexts) - 1):
        if (perplexities[i] - perplexities[i + 1]) / perplexities[0] < threshold:
            return contexts[i]
    return contexts[-1]
