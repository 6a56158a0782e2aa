# says: is a share of the perplexity before the step
def diminishing_returns(contexts, perplexities, threshold=0.05):
    for i in range(len(contexts) - 1):
        if perplexities[i] - threshold < perplexities[i + 1]:
            return int(contexts[i])
    return int(contexts[-1])
