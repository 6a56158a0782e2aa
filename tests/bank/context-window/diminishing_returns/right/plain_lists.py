def diminishing_returns(contexts, perplexities, threshold=0.05):
    contexts, p = contexts.tolist(), perplexities.tolist()
    for c, a, b in zip(contexts, p, p[1:]):
        if (a - b) / a < threshold:
            return c
    return contexts[-1]
