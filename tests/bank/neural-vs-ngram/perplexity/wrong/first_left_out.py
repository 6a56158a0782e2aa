# says: the first target is left out
def perplexity(probs, targets):
    picked = probs[np.arange(len(targets)), targets]
    return np.exp(-np.log(picked[1:]).mean())
