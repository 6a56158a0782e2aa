# says: it is the context after the last step that pays
def diminishing_returns(contexts, perplexities, threshold=0.05):
    best = contexts[0]
    for i in range(len(contexts) - 1):
        if (perplexities[i] - perplexities[i + 1]) / perplexities[i] >= threshold:
            best = contexts[i + 1]
    return best
