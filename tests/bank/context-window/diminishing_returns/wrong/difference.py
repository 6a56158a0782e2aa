# says: the improvement is a difference
def diminishing_returns(contexts, perplexities, threshold=0.05):
    for i in range(len(contexts) - 1):
        gain = perplexities[i] - perplexities[i + 1]
        if gain < threshold:
            return contexts[i]
    return contexts[-1]
