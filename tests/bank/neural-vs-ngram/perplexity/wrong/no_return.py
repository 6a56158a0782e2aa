# says: is None
def perplexity(probs, targets):
    picked = probs[np.arange(len(targets)), targets]
    np.exp(-np.log(picked).mean())
