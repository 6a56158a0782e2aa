# says: no absolute values
def diminishing_returns(contexts, perplexities, threshold=0.05):
    for i in range(len(contexts) - 1):
        if abs(perplexities[i + 1] - perplexities[i]) / perplexities[i] < threshold:
            return contexts[i]
    return contexts[-1]
