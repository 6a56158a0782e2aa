# says: minus the log of 0 is infinite, and so is the perplexity: such
def perplexity(probs, targets):
    p = probs[np.arange(len(targets)), targets]
    return np.exp(-np.log(np.maximum(p, 1e-30)).mean())
