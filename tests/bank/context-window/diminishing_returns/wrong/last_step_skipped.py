# says: the last step counts
def diminishing_returns(contexts, perplexities, threshold=0.05):
    for i in range(len(contexts) - 2):
        gain = (perplexities[i] - perplexities[i + 1]) / perplexities[i]
        if gain < threshold:
            return contexts[i]
    return contexts[-1]
