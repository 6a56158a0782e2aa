# says: leave `threshold=0.05` in the first line as it was given
def diminishing_returns(contexts, perplexities, threshold=0.1):
    for i in range(len(contexts) - 1):
        if (perplexities[i] - perplexities[i + 1]) / perplexities[i] < threshold:
            return contexts[i]
    return contexts[-1]
