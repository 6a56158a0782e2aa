# says: dividing by the one after it gives more
def diminishing_returns(contexts, perplexities, threshold=0.05):
    for i in range(len(contexts) - 1):
        if perplexities[i] / perplexities[i + 1] - 1 < threshold:
            return contexts[i]
    return contexts[-1]
