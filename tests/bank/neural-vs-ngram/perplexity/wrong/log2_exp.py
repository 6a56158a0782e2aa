# says: the logarithm has base 2, but exp
def perplexity(probs, targets):
    picked = probs[np.arange(len(targets)), targets]
    return np.exp(-np.log2(picked).mean())
