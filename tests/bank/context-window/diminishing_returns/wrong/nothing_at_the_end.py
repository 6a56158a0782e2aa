# says: a `return` is missing, or `pass` still stands in the body
def diminishing_returns(contexts, perplexities, threshold=0.05):
    for i in range(len(contexts) - 1):
        if (perplexities[i] - perplexities[i + 1]) / perplexities[i] < threshold:
            return contexts[i]
