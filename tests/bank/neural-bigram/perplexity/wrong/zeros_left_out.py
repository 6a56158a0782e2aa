# says: minus the log of 0 is infinite, and so is the perplexity: such
def perplexity(probs, ids):
    p = probs[ids[:-1], ids[1:]]
    p = p[p > 0]
    return np.exp(-np.log(p).mean())
