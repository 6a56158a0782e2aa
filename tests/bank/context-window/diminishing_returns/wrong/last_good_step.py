# says: it is the context after the last step that pays
def diminishing_returns(contexts, perplexities, threshold=0.05):
    best = contexts[0]
    for i in range(1, len(contexts)):
        if (perplexities[i - 1] - perplexities[i]) / perplexities[i - 1] >= threshold:
            best = contexts[i]
    return best
