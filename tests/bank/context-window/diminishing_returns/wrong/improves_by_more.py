# says: the comparison is turned round
def diminishing_returns(contexts, perplexities, threshold=0.05):
    for i in range(len(contexts) - 1):
        if (perplexities[i] - perplexities[i + 1]) / perplexities[i] > threshold:
            return int(contexts[i])
    return int(contexts[-1])
