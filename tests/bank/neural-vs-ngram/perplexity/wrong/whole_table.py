# says: runs over the whole table
def perplexity(probs, targets):
    return np.exp(-np.log(probs).mean())
