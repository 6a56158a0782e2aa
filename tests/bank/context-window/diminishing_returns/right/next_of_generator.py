def diminishing_returns(contexts, perplexities, threshold=0.05):
    p = perplexities
    return next((c for c, a, b in zip(contexts, p, p[1:]) if (a - b) / a < threshold), contexts[-1])
