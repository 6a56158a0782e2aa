# says: exp of the mean of -log p
def perplexity(probs, targets):
    e = np.exp(probs)
    probs = e / e.sum(axis=1, keepdims=True)
    picked = probs[np.arange(len(targets)), targets]
    return np.exp(-np.log(picked).mean())
