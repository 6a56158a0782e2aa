# says: median of the losses
def perplexity(probs, ids):
    picked = probs[ids[:-1], ids[1:]]
    return np.exp(np.median(-np.log(picked)))
