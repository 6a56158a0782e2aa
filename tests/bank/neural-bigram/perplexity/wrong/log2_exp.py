# says: the logarithm has base 2, but exp
def perplexity(probs, ids):
    picked = probs[ids[:-1], ids[1:]]
    return np.exp(-np.log2(picked).mean())
