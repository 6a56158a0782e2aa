def diminishing_returns(contexts, perplexities, threshold=0.05):
    steps = zip(contexts, perplexities, perplexities[1:])
    return next((c for c, before, after in steps if (before - after) / before < threshold), contexts[-1])
