# says: exp of the mean of -log p
def perplexity(probs, ids):
    rows = probs[ids[:-1]]
    return np.exp(-(rows * np.log(rows + 1e-300)).sum(axis=1).mean())
