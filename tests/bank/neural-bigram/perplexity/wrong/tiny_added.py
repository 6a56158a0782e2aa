# says: minus the log of 0 is infinite, and so is the perplexity: such
def perplexity(probs, ids):
    return np.exp(-np.mean(np.log(probs[ids[:-1], ids[1:]] + 1e-12)))
