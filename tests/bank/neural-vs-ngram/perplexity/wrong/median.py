# says: median of the losses
def perplexity(probs, targets):
    picked = probs[np.arange(len(targets)), targets]
    return np.exp(np.median(-np.log(picked)))
