# says: no absolute values
def diminishing_returns(contexts, perplexities, threshold=0.05):
    for i in range(len(contexts) - 1):
        gain = abs((perplexities[i] - perplexities[i + 1]) / perplexities[i])
        if gain < threshold:
            return contexts[i]
    return contexts[-1]
