# says: a step that makes the perplexity worse improves it by less than
def diminishing_returns(contexts, perplexities, threshold=0.05):
    for i in range(len(contexts) - 1):
        if abs(perplexities[i] - perplexities[i + 1]) / perplexities[i] < threshold:
            return contexts[i]
    return contexts[-1]
