# says: the likeliest token of each row
def perplexity(probs, targets):
    return np.exp(-np.log(probs.max(axis=1)).mean())
