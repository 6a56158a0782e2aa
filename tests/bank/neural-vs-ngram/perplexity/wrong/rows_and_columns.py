# says: raised IndexError
def perplexity(probs, targets):
    picked = probs[targets, np.arange(len(targets))]
    return np.exp(-np.log(picked).mean())
