def perplexity(probs, targets):
    picked = (probs * np.eye(probs.shape[1])[targets]).sum(axis=1)
    return np.exp(-np.log(picked).mean())
