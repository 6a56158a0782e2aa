def diminishing_returns(contexts, perplexities, threshold=0.05):
    i = 0
    while i + 1 < len(contexts) and (perplexities[i] - perplexities[i + 1]) / perplexities[i] >= threshold:
        i += 1
    return int(contexts[i])
