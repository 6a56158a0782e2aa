# says: diminishing_returns
def diminishing_returns(contexts, perplexities, threshold=0.05):
    gains = -np.diff(perplexities) / perplexities[:-1]
    paying = np.flatnonzero(gains >= threshold)
    return contexts[paying[-1]] if len(paying) else contexts[0]
