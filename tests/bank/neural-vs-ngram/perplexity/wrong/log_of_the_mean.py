# says: the log of the mean probability
def perplexity(probs, targets):
    picked = probs[np.arange(len(targets)), targets]
    return np.exp(-np.log(picked.mean()))
