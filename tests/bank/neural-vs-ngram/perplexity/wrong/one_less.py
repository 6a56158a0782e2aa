# says: one less than the number of targets
def perplexity(probs, targets):
    picked = probs[np.arange(len(targets)), targets]
    return np.exp(-np.log(picked).sum() / (len(targets) - 1))
