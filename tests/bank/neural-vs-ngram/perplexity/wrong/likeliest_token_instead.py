# says: it takes the likeliest token of each row instead of the target
def perplexity(probs, targets):
    p = probs.max(axis=1)
    return float(np.exp(-np.log(p).mean()))
