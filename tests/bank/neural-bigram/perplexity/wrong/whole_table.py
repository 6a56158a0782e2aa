# says: exp of the mean of -log p
def perplexity(probs, ids):
    return np.exp(-np.log(probs).mean())
