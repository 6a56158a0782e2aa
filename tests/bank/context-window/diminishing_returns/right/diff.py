def diminishing_returns(contexts, perplexities, threshold=0.05):
    gains = -np.diff(perplexities) / perplexities[:-1]
    small = np.flatnonzero(gains < threshold)
    return contexts[small[0]] if len(small) else contexts[-1]
